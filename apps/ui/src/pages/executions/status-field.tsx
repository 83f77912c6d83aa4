import { NativeSelect } from '@mantine/core';
import type { StateName } from '@windhover/model';
import { t } from '../../messages/en.ts';
import { stateLook } from '../../states/state-look.ts';

interface StatusFieldProps {
  readonly states: readonly StateName[];
  readonly value: StateName;
  readonly onChange: (state: StateName) => void;
}

/** The final state that an ended execution is to have. */
export function StatusField({ states, value, onChange }: StatusFieldProps) {
  return (
    <NativeSelect
      data-autofocus
      label={t.executions.state}
      description={t.executions.changeStatusText}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as StateName)}
      data={states.map((state) => ({ value: state, label: stateLook(state).label }))}
    />
  );
}
