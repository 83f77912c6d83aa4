import { Autocomplete, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { bindings, members, roles } from '../../api/access.ts';
import { isApiError } from '../../api/api-error.ts';
import { flows } from '../../api/flows.ts';
import { groups } from '../../api/groups.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

interface GiveAccessDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onGiven: () => Promise<unknown>;
}

const everybody = { page: 1, size: 1_000 };

/** A person or a group, a role, and where: one step, also for somebody who could not enter the tenant before. */
export function GiveAccessDialog({ opened, onClose, onGiven }: GiveAccessDialogProps) {
  const tenant = useTenant();
  const [type, setType] = useState<'USER' | 'GROUP'>('USER');
  const [username, setUsername] = useState('');
  const [groupId, setGroupId] = useState<string | null>(null);
  const [roleId, setRoleId] = useState<string | null>(null);
  const [namespace, setNamespace] = useState('');
  const people = useQuery({
    queryKey: tenantKey(tenant, 'members'),
    queryFn: () => members.list(tenant, everybody),
    enabled: opened,
  });
  const groupList = useQuery({
    queryKey: tenantKey(tenant, 'groups', 'all'),
    queryFn: () => groups.list(tenant, everybody),
    enabled: opened && type === 'GROUP',
  });
  const roleList = useQuery({
    queryKey: tenantKey(tenant, 'roles', 'all'),
    queryFn: () => roles.list(tenant, everybody),
    enabled: opened,
  });
  const namespaces = useQuery({
    queryKey: tenantKey(tenant, 'namespaces'),
    queryFn: () => flows.namespaces(tenant),
    enabled: opened,
  });

  const give = async () => {
    await bindings.create(tenant, {
      type,
      externalId: type === 'GROUP' ? groupId! : await memberId(tenant, username),
      roleId: roleId!,
      ...(namespace === '' ? {} : { namespaceId: namespace }),
    });
    await onGiven();
    toast(t.bindings.created);
    setUsername('');
    setNamespace('');
  };

  return (
    <DialogForm
      title={t.bindings.create}
      action={t.bindings.create}
      opened={opened}
      ready={(type === 'GROUP' ? groupId !== null : username !== '') && roleId !== null}
      onSubmit={give}
      onClose={onClose}
    >
      <SegmentedControl
        size="xs"
        aria-label={t.bindings.columns.who}
        value={type}
        onChange={(chosen) => setType(chosen as 'USER' | 'GROUP')}
        data={[
          { value: 'USER', label: t.bindings.person },
          { value: 'GROUP', label: t.bindings.oneGroup },
        ]}
      />
      {type === 'USER' ? (
        <Autocomplete
          data-autofocus
          label={t.bindings.user}
          placeholder={t.bindings.email}
          data={[...new Set(people.data?.results.map((person) => person.username))]}
          value={username}
          onChange={setUsername}
        />
      ) : (
        <Select
          label={t.bindings.oneGroup}
          data={groupList.data?.results.map((group) => ({ value: group.id, label: group.name })) ?? []}
          value={groupId}
          onChange={setGroupId}
          searchable
        />
      )}
      <Select
        label={t.bindings.role}
        data={roleList.data?.results.map((role) => ({ value: role.id, label: role.name })) ?? []}
        value={roleId}
        onChange={setRoleId}
        searchable
      />
      <Autocomplete
        label={t.bindings.namespace}
        description={t.bindings.namespaceText}
        data={[...(namespaces.data ?? [])]}
        value={namespace}
        onChange={setNamespace}
      />
    </DialogForm>
  );
}

/** The id of a member by name; who is none yet is let into the tenant first. */
async function memberId(tenant: string | undefined, username: string): Promise<string> {
  const find = async () => {
    const { results } = await members.list(tenant, {
      ...everybody,
      filters: [{ field: 'q', operation: 'EQUALS', value: username }],
    });
    return results.find((member) => member.username.toLowerCase() === username.toLowerCase())?.userId;
  };
  const known = await find();
  if (known !== undefined) return known;
  await members.add(tenant, username).catch((error: unknown) => {
    if (!isApiError(error, 409)) throw error;
  });
  const added = await find();
  if (added === undefined) throw new Error(t.bindings.unknownUser(username));
  return added;
}
