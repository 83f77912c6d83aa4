import { useState } from 'react';
import { groups, type WireGroup } from '../../api/groups.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { administrationText } from '../../messages/en-administration.ts';
import { t } from '../../messages/en.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = administrationText.groups;

interface GroupDialogProps {
  /** Absent: a new one is made. */
  readonly group?: WireGroup;
  readonly onClose: () => void;
  readonly onSaved: (group: WireGroup) => Promise<unknown>;
}

export function GroupDialog({ group, onClose, onSaved }: GroupDialogProps) {
  const tenant = useTenant();
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(group?.description ?? '');
  const submit = async () => {
    const details = { name, description };
    await onSaved(
      await (group === undefined ? groups.create(tenant, details) : groups.update(tenant, group.id, details)),
    );
  };
  return (
    <DialogForm
      opened
      title={group?.name ?? words.create}
      action={group === undefined ? words.create : t.save}
      ready={name !== ''}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField data-autofocus label={words.name} value={name} onChange={setName} />
      <TextField label={words.description} value={description} onChange={setDescription} />
    </DialogForm>
  );
}
