import { TextField } from '../components/text-field.tsx';
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
      <TextField
        data-autofocus
        ref={first}
        label={t.tenants.id}
        description={t.tenants.idText}
        value={id}
        onChange={onId}
        error={tenantIdProblem(id) ?? idError}
        maxLength={100}
        required
        withAsterisk={false}
        mono
      />
      <TextField label={t.tenants.name} description={t.tenants.nameText} value={name} onChange={onName} />
    </>
  );
}
