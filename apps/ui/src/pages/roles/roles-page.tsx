import { IconShieldLock } from '@tabler/icons-react';
import { roles, type WireRoleRow } from '../../api/access.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { RowButton } from '../../components/row-button.tsx';
import { useDeletion } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { t } from '../../messages/en.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { RoleDialog } from './role-dialog.tsx';

const columns = (open: (role: WireRoleRow) => void): readonly Column<WireRoleRow>[] => [
  {
    id: 'name',
    header: t.roles.columns.name,
    cell: (role) => <RowButton onClick={() => open(role)}>{role.name}</RowButton>,
  },
  {
    id: 'kind',
    header: t.roles.columns.kind,
    width: 200,
    cell: (role) =>
      (role.isManaged ? t.roles.managed : t.roles.own) + (role.isDefault ? `, ${t.roles.isDefault.toLowerCase()}` : ''),
  },
  {
    id: 'permissions',
    header: t.roles.columns.permissions,
    width: 120,
    align: 'right',
    cell: (role) => <span className="numbers">{role.permissionCount}</span>,
  },
];

/** The roles of this tenant: what each permits. */
export function RolesPage() {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [search, setSearch] = useUrlSearch();
  const list = useSearchedList({
    queryKey: tenantKey(tenant, 'roles'),
    searchLabel: t.roles.search,
    fetch: (query) => roles.list(tenant, query),
  });
  const deletion = useDeletion<WireRoleRow>({
    words: t.roles,
    nameOf: (role) => role.name,
    whyNot: (role) => (role.isManaged ? t.roles.managedText : lacking(permissions, 'ROLE:DELETE')),
    remove: async (role) => {
      await roles.remove(tenant, role.id);
      await list.renew();
    },
  });
  return (
    <ListPage
      title={t.roles.title}
      list={list}
      columns={[...columns((role) => setSearch({ role: role.id })), deletion.column]}
      rowKey={(role) => role.id}
      create={
        <CreateButton
          label={t.roles.create}
          reason={lacking(permissions, 'ROLE:CREATE')}
          onClick={() => setSearch({ role: 'new' })}
        />
      }
      icon={<IconShieldLock />}
      empty={t.roles.empty}
      emptyText={t.roles.emptyText}
    >
      <RoleDialog roleId={search['role']} onClose={() => setSearch({ role: undefined })} onSaved={list.renew} />
      {deletion.question}
    </ListPage>
  );
}
