import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconShieldLock, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { roles, type WireRoleRow } from '../../api/access.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError, PageNotice } from '../../components/page-state.tsx';
import { RowButton } from '../../components/row-button.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { toast } from '../../components/toast.ts';
import { usePaging } from '../../components/use-paging.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { t } from '../../messages/en.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { RoleDialog } from './role-dialog.tsx';

const columns = (
  open: (role: WireRoleRow) => void,
  actions: Column<WireRoleRow>['cell'],
): readonly Column<WireRoleRow>[] => [
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
  { id: 'actions', header: '', width: 64, align: 'right', cell: actions },
];

/** The roles of this tenant: what each permits. */
export function RolesPage() {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [search, setSearch] = useUrlSearch();
  const { page, size, pager } = usePaging();
  const [deleting, setDeleting] = useState<WireRoleRow>();
  const text = search['q'] ?? '';
  const list = useQuery({
    queryKey: tenantKey(tenant, 'roles', page, size, text),
    queryFn: () => roles.list(tenant, { page, size, filters: [{ field: 'q', operation: 'EQUALS', value: text }] }),
    placeholderData: (before) => before,
  });
  const renew = () => queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'roles') });
  const whyNotCreate = permissions.can('ROLE:CREATE') ? undefined : t.tenants.needs('ROLE:CREATE');
  const whyNotDelete = (role: WireRoleRow) =>
    role.isManaged ? t.roles.managedText : permissions.can('ROLE:DELETE') ? undefined : t.tenants.needs('ROLE:DELETE');

  return (
    <>
      <PageBar
        crumbs={[{ label: t.navigation.administration }]}
        title={t.roles.title}
        actions={
          <Tooltip label={whyNotCreate} disabled={whyNotCreate === undefined}>
            <Button
              leftSection={<IconPlus size={15} />}
              disabled={whyNotCreate !== undefined}
              onClick={() => setSearch({ role: 'new' })}
            >
              {t.roles.create}
            </Button>
          </Tooltip>
        }
      />
      <FilterBar>
        <SearchField label={t.roles.search} value={text} onChange={(q) => setSearch({ q, page: undefined })} />
      </FilterBar>
      {list.error === null ? (
        <>
          <DataTable
            label={t.roles.title}
            columns={columns(
              (role) => setSearch({ role: role.id }),
              (role) => (
                <Tooltip label={whyNotDelete(role) ?? t.roles.remove}>
                  <ActionIcon
                    size={24}
                    disabled={whyNotDelete(role) !== undefined}
                    aria-label={`${t.roles.remove}: ${role.name}`}
                    onClick={() => setDeleting(role)}
                  >
                    <IconTrash size={15} />
                  </ActionIcon>
                </Tooltip>
              ),
            )}
            rows={list.data?.results}
            rowKey={(role) => role.id}
            stale={list.isPlaceholderData}
            empty={
              <PageNotice icon={<IconShieldLock />} title={text === '' ? t.roles.empty : t.noMatch}>
                {text === '' ? t.roles.emptyText : undefined}
              </PageNotice>
            }
          />
          {pager(list.data?.total ?? 0)}
        </>
      ) : (
        <PageError error={list.error} onRetry={() => void list.refetch()} />
      )}
      <RoleDialog roleId={search['role']} onClose={() => setSearch({ role: undefined })} onSaved={renew} />
      <ConfirmDialog
        opened={deleting !== undefined}
        title={t.roles.removeTitle(deleting?.name ?? '')}
        confirmLabel={t.roles.remove}
        onConfirm={async () => {
          await roles.remove(tenant, deleting!.id);
          await renew();
          toast(t.roles.removed(deleting!.name));
        }}
        onClose={() => setDeleting(undefined)}
      >
        {t.roles.removeText}
      </ConfirmDialog>
    </>
  );
}
