import { MultiSelect } from '@mantine/core';
import { workerGroupPattern } from '@windhover/model';
import { useState } from 'react';
import { workerGroups, type WireWorkerGroup } from '../../api/worker-groups.ts';
import { useMe } from '../../auth/use-me.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { workerGroupText as words } from '../../messages/en-worker-groups.ts';
import { byName, nameOf } from '../../tenants/home-tenant.ts';

interface WorkerGroupDialogProps {
  /** The one that is edited; undefined: a new one is made. */
  readonly group: WireWorkerGroup | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<unknown>;
}

/** The default tenant, by the id that stands for it. */
const main = 'main';

export function WorkerGroupDialog({ group, onClose, onSaved }: WorkerGroupDialogProps) {
  const me = useMe();
  const [id, setId] = useState(group?.id ?? '');
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(group?.description ?? '');
  const [allowedTenants, setAllowedTenants] = useState(group?.allowedTenants ?? []);
  const isNamed = workerGroupPattern.test(id);

  const save = async () => {
    const values = { name, description, allowedTenants };
    await (group === undefined ? workerGroups.create(id, values) : workerGroups.update(id, values));
    await onSaved();
    toast(group === undefined ? words.created(id) : words.saved(id));
  };

  return (
    <DialogForm
      opened
      title={group === undefined ? words.create : words.editTitle(group.id)}
      action={group === undefined ? words.create : words.save}
      ready={isNamed}
      onSubmit={save}
      onClose={onClose}
    >
      {group === undefined && (
        <TextField
          data-autofocus
          mono
          label={words.id}
          description={words.idText}
          error={id === '' || isNamed ? undefined : words.badId}
          value={id}
          onChange={setId}
        />
      )}
      <TextField label={words.name} value={name} onChange={setName} />
      <TextField label={words.description} value={description} onChange={setDescription} />
      <MultiSelect
        label={words.tenants}
        description={words.tenantsText}
        data={byName(me.tenants).map((tenant) => ({ value: tenant.id ?? main, label: nameOf(tenant) }))}
        value={[...allowedTenants]}
        onChange={setAllowedTenants}
        searchable
      />
    </DialogForm>
  );
}
