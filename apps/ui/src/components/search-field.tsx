import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../messages/en.ts';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly width?: number;
}

/** A list's free text: answers while typing, a moment later; `/` leads into it. */
export function SearchField({ label, value, onChange, width = 220 }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const [reported, setReported] = useState(value);
  if (value !== reported) {
    setReported(value);
    setTyped(value);
  }
  const report = useDebouncedCallback((text: string) => {
    setReported(text);
    onChange(text);
  }, 180);
  const type = (text: string) => {
    setTyped(text);
    report(text);
  };
  return (
    <TextInput
      data-filter
      size="xs"
      w={width}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} />}
      rightSection={
        typed === '' ? null : <CloseButton size="xs" onClick={() => type('')} aria-label={t.clearFilters} />
      }
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (typed === '') event.currentTarget.blur();
        else type('');
      }}
    />
  );
}
