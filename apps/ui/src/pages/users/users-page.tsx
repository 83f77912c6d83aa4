import { ActionIcon, Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDots, IconPlus, IconShieldCheck, IconShieldOff, IconTrash, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { users, type WireUser } from '../../api/access.ts';
import { useMe } from '../../auth/use-me.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError, PageNotice } from '../../components/page-state.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { toast } from '../../components/toast.ts';
import { usePaging } from '../../components/use-paging.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { t } from '../../messages/en.ts';
import { queryClient } from '../../query-client.ts';
import { CreateUserDialog } from './create-user-dialog.tsx';

type Asked = { readonly what: 'superAdmin' | 'delete'; readonly user: WireUser };

const columns = (actions: Column<WireUser>['cell']): readonly Column<WireUser>[] => [
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
  { id: 'actions', header: '', width: 64, align: 'right', cell: actions },
];

/** The people of the instance, for superadmins. */
export function UsersPage() {
  const [search, setSearch] = useUrlSearch();
  const { page, size, pager } = usePaging();
  const [creating, setCreating] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const text = search['q'] ?? '';
  const list = useQuery({
    queryKey: ['users', page, size, text],
    queryFn: () => users.list({ page, size, filters: [{ field: 'q', operation: 'EQUALS', value: text }] }),
    placeholderData: (before) => before,
  });
  const renew = () => queryClient.invalidateQueries({ queryKey: ['users'] });

  return (
    <>
      <PageBar
        crumbs={[{ label: t.navigation.administration }]}
        title={t.users.title}
        actions={
          <Button leftSection={<IconPlus size={15} />} onClick={() => setCreating(true)}>
            {t.users.create}
          </Button>
        }
      />
      <FilterBar>
        <SearchField label={t.users.search} value={text} onChange={(q) => setSearch({ q, page: undefined })} />
      </FilterBar>
      {list.error === null ? (
        <>
          <DataTable
            label={t.users.title}
            columns={columns((user) => (
              <UserActions user={user} onAsk={setAsked} />
            ))}
            rows={list.data?.results}
            rowKey={(user) => user.id}
            stale={list.isPlaceholderData}
            empty={<PageNotice icon={<IconUsers />} title={text === '' ? t.users.empty : t.noMatch} />}
          />
          {pager(list.data?.total ?? 0)}
        </>
      ) : (
        <PageError error={list.error} onRetry={() => void list.refetch()} />
      )}
      <CreateUserDialog opened={creating} onClose={() => setCreating(false)} onCreated={renew} />
      <Questions asked={asked} onClose={() => setAsked(undefined)} onDone={renew} />
    </>
  );
}

function UserActions({ user, onAsk }: { readonly user: WireUser; readonly onAsk: (asked: Asked) => void }) {
  const me = useMe();
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size={24} aria-label={`${t.moreActions}: ${user.username}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={user.superAdmin ? <IconShieldOff size={15} /> : <IconShieldCheck size={15} />}
          onClick={() => onAsk({ what: 'superAdmin', user })}
        >
          {user.superAdmin ? t.users.revoke : t.users.grant}
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={15} />}
          disabled={user.id === me.id}
          title={user.id === me.id ? t.users.you : undefined}
          onClick={() => onAsk({ what: 'delete', user })}
        >
          {t.users.remove}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
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
