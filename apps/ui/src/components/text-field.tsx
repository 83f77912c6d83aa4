import { TextInput, type TextInputProps } from '@mantine/core';

interface TextFieldProps extends Omit<TextInputProps, 'onChange' | 'value'> {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** For ids, keys and paths. */
  readonly mono?: boolean;
}

/** A line of text in a form. Browsers propose nothing: what stands here is rarely what stood in another form. */
export function TextField({ onChange, mono = false, ...input }: TextFieldProps) {
  return (
    <TextInput
      autoComplete="off"
      {...(mono ? { spellCheck: false, styles: { input: { fontFamily: 'var(--font-mono)' } } } : {})}
      {...input}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
