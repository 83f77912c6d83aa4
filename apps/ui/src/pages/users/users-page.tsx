import { IconShieldCheck, IconShieldOff, IconTrash, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { users, type WireUser } from '../../api/access.ts';
import { useMe } from '../../auth/use-me.ts';
import { CreateButton } from '../../components/action-button.tsx';
import { ActionItem, ActionMenu } from '../../components/action-menu.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { toast } from '../../components/toast.ts';
import { actionsColumn } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { t } from '../../messages/en.ts';
import { CreateUserDialog } from './create-user-dialog.tsx';

type Asked = { readonly what: 'superAdmin' | 'delete'; readonly user: WireUser };

const columns: readonly Column<WireUser>[] = [
  { id: 'username', header: t.users.columns.username, cell: (user) => user.displayName ?? user.username },
  { id: 'signInName', header: t.users.columns.signInName, cell: (user) => user.username },
  {
    id: 'tenants',
    header: t.users.columns.tenants,
    cell: (user) => (
      <span className="truncate">{(user.tenants ?? []).map((tenant) => tenant.name || tenant.id).join(', ')}</span>
    ),
  },
  {
    id: 'superAdmin',
    header: t.users.columns.superAdmin,
    width: 120,
    cell: (user) => (user.superAdmin ? t.users.superAdmin : ''),
  },
];

/** The people of the instance, for superadmins. */
export function UsersPage() {
  const [creating, setCreating] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const list = useSearchedList({ queryKey: ['users'], searchLabel: t.users.search, fetch: users.list });
  return (
    <ListPage
      title={t.users.title}
      list={list}
      columns={[...columns, actionsColumn<WireUser>((user) => <UserActions user={user} onAsk={setAsked} />)]}
      rowKey={(user) => user.id}
      create={<CreateButton label={t.users.create} reason={undefined} onClick={() => setCreating(true)} />}
      icon={<IconUsers />}
      empty={t.users.empty}
    >
      <CreateUserDialog opened={creating} onClose={() => setCreating(false)} onCreated={list.renew} />
      <Questions asked={asked} onClose={() => setAsked(undefined)} onDone={list.renew} />
    </ListPage>
  );
}

function UserActions({ user, onAsk }: { readonly user: WireUser; readonly onAsk: (asked: Asked) => void }) {
  const me = useMe();
  return (
    <ActionMenu of={user.username}>
      <ActionItem
        label={user.superAdmin ? t.users.revoke : t.users.grant}
        icon={user.superAdmin ? <IconShieldOff size={15} /> : <IconShieldCheck size={15} />}
        onClick={() => onAsk({ what: 'superAdmin', user })}
      />
      <ActionItem
        label={t.users.remove}
        icon={<IconTrash size={15} />}
        reason={user.id === me.id ? t.users.you : undefined}
        destructive
        onClick={() => onAsk({ what: 'delete', user })}
      />
    </ActionMenu>
  );
}

function Questions({
  asked,
  onClose,
  onDone,
}: {
  readonly asked: Asked | undefined;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}) {
  const user = asked?.user;
  const name = user?.username ?? '';
  const isSuperAdmin = user?.superAdmin ?? false;
  return (
    <>
      <ConfirmDialog
        opened={asked?.what === 'superAdmin'}
        title={isSuperAdmin ? t.users.revokeTitle(name) : t.users.grantTitle(name)}
        confirmLabel={isSuperAdmin ? t.users.revoke : t.users.grant}
        destructive={isSuperAdmin}
        onConfirm={async () => {
          await users.setSuperAdmin(user!.id, !isSuperAdmin);
          await onDone();
          toast(isSuperAdmin ? t.users.revoked(name) : t.users.granted(name));
        }}
        onClose={onClose}
      >
        {isSuperAdmin ? t.users.revokeText : t.users.superAdminText}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked?.what === 'delete'}
        title={t.users.removeTitle(name)}
        confirmLabel={t.users.remove}
        typeToConfirm={name}
        onConfirm={async () => {
          await users.remove(user!.id);
          await onDone();
          toast(t.users.removed(name));
        }}
        onClose={onClose}
      >
        {t.users.removeText}
      </ConfirmDialog>
    </>
  );
}
