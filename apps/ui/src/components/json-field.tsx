import { Textarea } from '@mantine/core';

interface JsonFieldProps {
  readonly label: string;
  readonly description: string;
  readonly text: string;
  /** What is wrong with it. */
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}

/** Data that is written as JSON in a form. */
export function JsonField({ label, description, text, problem, onChange }: JsonFieldProps) {
  return (
    <Textarea
      label={label}
      description={description}
      error={problem}
      autosize
      minRows={4}
      maxRows={24}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--font-mono)', fontSize: 13 } }}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
