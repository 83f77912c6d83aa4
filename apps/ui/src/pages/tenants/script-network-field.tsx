import { Select } from '@mantine/core';
import type { WireTenant } from '../../api/wire.ts';
import { administrationText } from '../../messages/en-administration.ts';

const words = administrationText.scriptNetwork;
const data = Object.entries(words.choices).map(([value, label]) => ({ value, label }));

/** Undefined: the instance's. */
export type ScriptNetwork = WireTenant['scriptNetwork'];

interface ScriptNetworkFieldProps {
  readonly value: ScriptNetwork;
  /** Others than superadmins see it. */
  readonly mayChoose: boolean;
  readonly onChange: (network: ScriptNetwork) => void;
}

export function ScriptNetworkField({ value, mayChoose, onChange }: ScriptNetworkFieldProps) {
  return (
    <Select
      label={words.label}
      description={words.text}
      data={data}
      value={value ?? 'usual'}
      allowDeselect={false}
      disabled={!mayChoose}
      onChange={(choice) => onChange(choice === 'usual' ? undefined : (choice as ScriptNetwork))}
    />
  );
}
