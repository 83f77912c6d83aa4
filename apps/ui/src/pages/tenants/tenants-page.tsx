import { Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { tenants } from '../../api/tenants.ts';
import type { WireTenant } from '../../api/wire.ts';
import { configsQuery, useMe } from '../../auth/use-me.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError, PageNotice } from '../../components/page-state.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { usePaging } from '../../components/use-paging.tsx';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { TenantAvatar } from '../../tenants/tenant-avatar.tsx';
import { mayCreateTenants } from '../../tenants/tenant-rights.ts';
import { useUrlSearch } from '../../live/url-search.ts';
import { CreateTenantDialog } from './create-tenant-dialog.tsx';
import { DeleteTenantDialog } from './delete-tenant-dialog.tsx';
import { RenameTenantDialog } from './rename-tenant-dialog.tsx';
import { SuspensionDialog } from './suspension-dialog.tsx';
import { TenantActions } from './tenant-actions.tsx';
import { TenantStatus } from './tenant-status.tsx';

const columns = (actions: (tenant: WireTenant) => React.ReactNode): readonly Column<WireTenant>[] => [
  {
    id: 'name',
    header: t.tenants.columns.name,
    cell: (tenant) => (
      <span style={{ display: 'inline-flex', alignItems: 'center', gap: 9 }}>
        <TenantAvatar tenant={tenant} size={20} />
        {tenant.name === '' ? tenant.id : tenant.name}
      </span>
    ),
  },
  { id: 'id', header: t.tenants.columns.id, cell: (tenant) => <span className="mono">{tenant.id}</span> },
  { id: 'status', header: t.tenants.columns.status, width: 140, cell: (tenant) => <TenantStatus tenant={tenant} /> },
  { id: 'actions', header: '', width: 64, align: 'right', cell: actions },
];

/** Administration of tenants: list, create, rename, delete. */
export function TenantsPage() {
  const me = useMe();
  const [search, setSearch] = useUrlSearch();
  const { page, size, pager } = usePaging();
  const [renaming, setRenaming] = useState<WireTenant>();
  const [suspending, setSuspending] = useState<WireTenant>();
  const [deleting, setDeleting] = useState<WireTenant>();
  const enabled = useQuery(configsQuery).data?.tenants?.enabled ?? true;
  const text = search['q'] ?? '';
  const list = useQuery({
    queryKey: ['tenants', text, page, size],
    queryFn: () =>
      tenants.list({ page, size, sort: 'id:asc', filters: [{ field: 'q', operation: 'EQUALS', value: text }] }),
    enabled,
    placeholderData: (before) => before,
  });
  const whyNotCreate = mayCreateTenants(me) ? undefined : t.tenants.needs('TENANT:CREATE');
  const create = (
    <Tooltip label={whyNotCreate} disabled={whyNotCreate === undefined}>
      <Button
        leftSection={<IconPlus size={15} />}
        disabled={whyNotCreate !== undefined}
        onClick={() => setSearch({ create: 'true' })}
      >
        {t.tenants.create}
      </Button>
    </Tooltip>
  );

  if (!enabled)
    return (
      <>
        <PageBar crumbs={[{ label: t.navigation.administration }]} title={t.tenants.title} />
        <PageNotice icon={<IconBuildingCommunity />} title={t.tenants.off}>
          {t.tenants.offText}
        </PageNotice>
      </>
    );
  return (
    <>
      <PageBar crumbs={[{ label: t.navigation.administration }]} title={t.tenants.title} actions={create} />
      <FilterBar>
        <SearchField label={t.tenants.search} value={text} onChange={(q) => setSearch({ q, page: undefined })} />
      </FilterBar>
      {list.error === null ? (
        <>
          <DataTable
            label={t.tenants.title}
            columns={columns((tenant) => (
              <TenantActions
                tenant={tenant}
                onRename={setRenaming}
                onSuspension={setSuspending}
                onDelete={setDeleting}
              />
            ))}
            rows={list.data?.results}
            rowKey={(tenant) => tenant.id}
            rowTo={(tenant) => paths.home(tenant.id)}
            stale={list.isPlaceholderData}
            empty={
              text === '' ? (
                <PageNotice icon={<IconBuildingCommunity />} title={t.tenants.empty} action={create}>
                  {t.tenants.emptyText}
                </PageNotice>
              ) : (
                <PageNotice
                  title={t.noMatch}
                  action={
                    <Button variant="default" component={Link} to={paths.tenants()}>
                      {t.clearFilters}
                    </Button>
                  }
                />
              )
            }
          />
          {pager(list.data?.total ?? 0)}
        </>
      ) : (
        <PageError error={list.error} onRetry={() => void list.refetch()} />
      )}
      <CreateTenantDialog opened={search['create'] === 'true'} onClose={() => setSearch({ create: undefined })} />
      <RenameTenantDialog tenant={renaming} onClose={() => setRenaming(undefined)} />
      {suspending !== undefined && <SuspensionDialog tenant={suspending} onClose={() => setSuspending(undefined)} />}
      <DeleteTenantDialog tenant={deleting} onClose={() => setDeleting(undefined)} />
    </>
  );
}
