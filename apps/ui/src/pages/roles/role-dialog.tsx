import { Textarea } from '@mantine/core';
import type { PermissionMap } from '@windhover/model';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { roles, type WireRole } from '../../api/access.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { PermissionMatrix } from './permission-matrix.tsx';

interface RoleDialogProps {
  /** `new` for one that is yet to be made. */
  readonly roleId: string | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<unknown>;
}

/** Reads, makes or changes a role; managed ones are only read. */
export function RoleDialog({ roleId, onClose, onSaved }: RoleDialogProps) {
  const tenant = useTenant();
  const role = useQuery({
    queryKey: tenantKey(tenant, 'role', roleId),
    queryFn: () => roles.get(tenant, roleId!),
    enabled: roleId !== undefined && roleId !== 'new',
  });
  if (roleId === undefined || (roleId !== 'new' && role.data === undefined)) return null;
  return <RoleForm key={roleId} role={role.data} onClose={onClose} onSaved={onSaved} />;
}

function RoleForm({
  role,
  onClose,
  onSaved,
}: Omit<RoleDialogProps, 'roleId'> & { readonly role: WireRole | undefined }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [name, setName] = useState(role?.name ?? '');
  const [description, setDescription] = useState(role?.description ?? '');
  const [chosen, setChosen] = useState<PermissionMap>(role?.permissions ?? {});
  const readOnly = role?.isManaged === true || (role !== undefined && !permissions.can('ROLE:UPDATE'));

  const save = async () => {
    if (readOnly) return;
    const wanted = { name, ...(description === '' ? {} : { description }), permissions: chosen };
    await (role === undefined ? roles.create(tenant, wanted) : roles.update(tenant, role.id, wanted));
    await Promise.all([onSaved(), queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'role') })]);
    toast(role === undefined ? t.roles.created(name) : t.roles.saved(name));
  };

  return (
    <DialogForm
      opened
      size="xl"
      title={role?.name ?? t.roles.new}
      action={readOnly ? t.close : role === undefined ? t.roles.create : t.save}
      ready={readOnly || (name !== '' && Object.keys(chosen).length > 0)}
      onSubmit={save}
      onClose={onClose}
    >
      {role?.isManaged === true && <span className="dim">{t.roles.managedText}</span>}
      {!readOnly && <TextField data-autofocus label={t.roles.name} value={name} onChange={setName} />}
      {!readOnly && (
        <Textarea
          label={t.roles.description}
          autosize
          minRows={1}
          maxRows={4}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
      )}
      {readOnly && role?.description !== undefined && <span>{role.description}</span>}
      <PermissionMatrix chosen={chosen} readOnly={readOnly} onChange={setChosen} />
    </DialogForm>
  );
}
