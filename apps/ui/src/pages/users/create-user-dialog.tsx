import { MultiSelect, PasswordInput, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { users, type NewUser } from '../../api/access.ts';
import { passwordRule } from '../../auth/password-rule.ts';
import { configsQuery, useMe } from '../../auth/use-me.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { t } from '../../messages/en.ts';
import { byName, nameOf } from '../../tenants/home-tenant.ts';

interface CreateUserDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCreated: () => Promise<unknown>;
}

const blank: NewUser = { email: '', firstName: '', lastName: '', password: '', superAdmin: false, tenants: [] };

export function CreateUserDialog({ opened, onClose, onCreated }: CreateUserDialogProps) {
  const me = useMe();
  const configs = useQuery(configsQuery);
  const [user, setUser] = useState(blank);
  const change = (part: Partial<NewUser>) => setUser({ ...user, ...part });
  const choices = byName(me.tenants).filter((tenant) => tenant.id !== undefined);

  return (
    <DialogForm
      title={t.users.create}
      action={t.users.create}
      opened={opened}
      ready={user.email !== ''}
      onSubmit={async () => {
        await users.create(withoutBlanks(user));
        await onCreated();
        toast(t.users.created(user.email));
        setUser(blank);
      }}
      onClose={onClose}
    >
      <TextField data-autofocus label={t.users.email} value={user.email} onChange={(text) => change({ email: text })} />
      <TextField
        label={t.users.firstName}
        value={user.firstName ?? ''}
        onChange={(text) => change({ firstName: text })}
      />
      <TextField label={t.users.lastName} value={user.lastName ?? ''} onChange={(text) => change({ lastName: text })} />
      <PasswordInput
        label={t.users.password}
        description={passwordRule(configs.data?.passwordConfiguration)}
        value={user.password}
        onChange={(event) => change({ password: event.currentTarget.value })}
        autoComplete="new-password"
      />
      {choices.length > 0 && (
        <MultiSelect
          label={t.users.tenants}
          description={t.users.tenantsText}
          data={choices.map((tenant) => ({ value: tenant.id!, label: nameOf(tenant) }))}
          value={[...user.tenants]}
          onChange={(tenants) => change({ tenants })}
          searchable
        />
      )}
      <Switch
        label={t.users.superAdmin}
        description={t.users.superAdminText}
        checked={user.superAdmin}
        onChange={(event) => change({ superAdmin: event.currentTarget.checked })}
      />
    </DialogForm>
  );
}

function withoutBlanks(user: NewUser): NewUser {
  return Object.fromEntries(Object.entries(user).filter(([, value]) => value !== '')) as unknown as NewUser;
}
