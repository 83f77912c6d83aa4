import { ActionIcon, Button, Group } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { WireLabel } from '../../api/wire.ts';
import { TextField } from '../../components/text-field.tsx';
import { t } from '../../messages/en.ts';

interface LabelFieldsProps {
  /** What the pairs are called, where it is not labels. */
  readonly label?: string;
  readonly addLabel?: string;
  readonly labels: readonly WireLabel[];
  /** So many of the first are there already: their keys stay, and they are not taken away here. */
  readonly kept?: number;
  readonly onChange: (labels: readonly WireLabel[]) => void;
}

export function LabelFields({
  label: name = t.execute.labels,
  addLabel = t.execute.addLabel,
  labels,
  kept = 0,
  onChange,
}: LabelFieldsProps) {
  const change = (at: number, part: Partial<WireLabel>) =>
    onChange(labels.map((label, index) => (index === at ? { ...label, ...part } : label)));
  return (
    <fieldset className="plain" aria-label={name}>
      {labels.map((label, index) => (
        <Group key={index} gap="xs" mb={6} wrap="nowrap">
          <TextField
            size="xs"
            flex={1}
            aria-label={t.execute.labelKey}
            placeholder={t.execute.labelKey}
            value={label.key}
            readOnly={index < kept}
            onChange={(text) => change(index, { key: text })}
          />
          <TextField
            size="xs"
            flex={2}
            aria-label={t.execute.labelValue}
            placeholder={t.execute.labelValue}
            value={label.value}
            onChange={(text) => change(index, { value: text })}
          />
          {index >= kept && (
            <ActionIcon
              aria-label={t.execute.removeLabel}
              onClick={() => onChange(labels.filter((_, other) => other !== index))}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
        </Group>
      ))}
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...labels, { key: '', value: '' }])}
      >
        {addLabel}
      </Button>
    </fieldset>
  );
}
