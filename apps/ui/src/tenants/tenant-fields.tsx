import { TextInput } from '@mantine/core';
import { useFirstFocus } from '../components/use-first-focus.ts';
import { t } from '../messages/en.ts';
import { tenantIdProblem } from './tenant-id-problem.ts';

interface TenantFieldsProps {
  readonly id: string;
  readonly name: string;
  readonly onId: (id: string) => void;
  readonly onName: (name: string) => void;
  /** What the server says of the id. */
  readonly idError?: string | undefined;
}

export function TenantFields({ id, name, onId, onName, idError }: TenantFieldsProps) {
  const first = useFirstFocus();
  return (
    <>
      <TextInput
        data-autofocus
        ref={first}
        label={t.tenants.id}
        description={t.tenants.idText}
        value={id}
        onChange={(event) => onId(event.currentTarget.value)}
        error={tenantIdProblem(id) ?? idError}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        required
        withAsterisk={false}
        styles={{ input: { fontFamily: 'var(--font-mono)' } }}
      />
      <TextInput
        label={t.tenants.name}
        description={t.tenants.nameText}
        value={name}
        onChange={(event) => onName(event.currentTarget.value)}
        autoComplete="off"
      />
    </>
  );
}
