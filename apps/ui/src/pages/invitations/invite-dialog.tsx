import { MultiSelect, Switch, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { roles } from '../../api/access.ts';
import { flows } from '../../api/flows.ts';
import { groups } from '../../api/groups.ts';
import { invitations, type WireInvitation } from '../../api/invitations.ts';
import { useMe } from '../../auth/use-me.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { invitationText as words } from '../../messages/en-invitations.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

interface InviteDialogProps {
  readonly onClose: () => void;
  /** Without an invitation the person was let in at once. */
  readonly onInvited: (email: string, invitation: WireInvitation | undefined) => Promise<unknown>;
}

const everything = { page: 1, size: 1_000 };
const choices = (list: readonly { readonly id: string; readonly name: string }[] | undefined) =>
  (list ?? []).map(({ id, name }) => ({ value: id, label: name }));

/** An e-mail and what the person gets: one step. */
export function InviteDialog({ onClose, onInvited }: InviteDialogProps) {
  const tenant = useTenant();
  const me = useMe();
  const [email, setEmail] = useState('');
  const [roleIds, setRoleIds] = useState<string[]>([]);
  const [namespaces, setNamespaces] = useState<string[]>([]);
  const [groupIds, setGroupIds] = useState<string[]>([]);
  const [superAdmin, setSuperAdmin] = useState(false);
  const roleList = useQuery({
    queryKey: tenantKey(tenant, 'roles', 'all'),
    queryFn: () => roles.list(tenant, everything),
  });
  const groupList = useQuery({
    queryKey: tenantKey(tenant, 'groups', 'all'),
    queryFn: () => groups.list(tenant, everything),
  });
  const known = useQuery({ queryKey: tenantKey(tenant, 'namespaces'), queryFn: () => flows.namespaces(tenant) });

  return (
    <DialogForm
      opened
      title={words.create}
      action={words.create}
      ready={email.includes('@')}
      onSubmit={async () => {
        const invitation = await invitations.create(tenant, {
          email,
          roles: roleIds.map((id) => ({ id, namespaces })),
          groups: groupIds,
          superAdmin,
        });
        await onInvited(email, invitation);
      }}
      onClose={onClose}
    >
      <TextField
        data-autofocus
        type="email"
        label={words.email}
        description={words.emailText}
        value={email}
        onChange={setEmail}
      />
      <MultiSelect
        label={words.roles}
        data={choices(roleList.data?.results)}
        value={roleIds}
        onChange={setRoleIds}
        searchable
      />
      {roleIds.length > 0 && (
        <TagsInput
          label={words.namespaces}
          description={words.namespacesText}
          data={[...(known.data ?? [])]}
          value={namespaces}
          onChange={setNamespaces}
        />
      )}
      {(groupList.data?.results.length ?? 0) > 0 && (
        <MultiSelect
          label={words.groups}
          data={choices(groupList.data?.results)}
          value={groupIds}
          onChange={setGroupIds}
          searchable
        />
      )}
      {me.superAdmin && (
        <Switch
          label={words.isSuperAdmin}
          checked={superAdmin}
          onChange={(event) => setSuperAdmin(event.currentTarget.checked)}
        />
      )}
    </DialogForm>
  );
}
