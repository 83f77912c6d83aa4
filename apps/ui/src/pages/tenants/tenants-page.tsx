import { useQuery } from '@tanstack/react-query';
import { IconBuildingCommunity } from '@tabler/icons-react';
import { useState } from 'react';
import { tenants } from '../../api/tenants.ts';
import type { WireTenant } from '../../api/wire.ts';
import { configsQuery, useMe } from '../../auth/use-me.ts';
import { CreateButton } from '../../components/action-button.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { PageNotice } from '../../components/page-state.tsx';
import { actionsColumn } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { TenantAvatar } from '../../tenants/tenant-avatar.tsx';
import { mayCreateTenants } from '../../tenants/tenant-rights.ts';
import { CreateTenantDialog } from './create-tenant-dialog.tsx';
import { DeleteTenantDialog } from './delete-tenant-dialog.tsx';
import { EditTenantDialog } from './edit-tenant-dialog.tsx';
import { SuspensionDialog } from './suspension-dialog.tsx';
import { TenantBackends } from './tenant-backends.tsx';
import { TenantActions } from './tenant-actions.tsx';
import { TenantStatus } from './tenant-status.tsx';
import classes from './tenants-page.module.css';

const columns: readonly Column<WireTenant>[] = [
  {
    id: 'name',
    header: t.tenants.columns.name,
    cell: (tenant) => (
      <span className={classes.name} title={tenant.name}>
        <TenantAvatar tenant={tenant} size={20} />
        <span className="truncate">{tenant.name === '' ? tenant.id : tenant.name}</span>
      </span>
    ),
  },
  {
    id: 'id',
    header: t.tenants.columns.id,
    cell: (tenant) => (
      <span className="mono" title={tenant.id}>
        {tenant.id}
      </span>
    ),
  },
  { id: 'status', header: t.tenants.columns.status, width: 140, cell: (tenant) => <TenantStatus tenant={tenant} /> },
];

/** Administration of tenants: list, create, edit, choose backends, suspend, delete. */
export function TenantsPage() {
  const me = useMe();
  const [search, setSearch] = useUrlSearch();
  const [editing, setEditing] = useState<WireTenant>();
  const [choosing, setChoosing] = useState<WireTenant>();
  const [suspending, setSuspending] = useState<WireTenant>();
  const [deleting, setDeleting] = useState<WireTenant>();
  const enabled = useQuery(configsQuery).data?.tenants?.enabled ?? true;
  const list = useSearchedList({
    queryKey: ['tenants'],
    searchLabel: t.tenants.search,
    sort: 'id:asc',
    fetch: tenants.list,
    enabled,
  });
  const actions = actionsColumn<WireTenant>((tenant) => (
    <TenantActions
      tenant={tenant}
      onEdit={setEditing}
      onBackends={setChoosing}
      onSuspension={setSuspending}
      onDelete={setDeleting}
    />
  ));

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
    <ListPage
      title={t.tenants.title}
      list={list}
      columns={[...columns, actions]}
      rowKey={(tenant) => tenant.id}
      rowTo={(tenant) => paths.home(tenant.id)}
      create={
        <CreateButton
          label={t.tenants.create}
          reason={mayCreateTenants(me) ? undefined : t.needsPermission('TENANT:CREATE')}
          onClick={() => setSearch({ create: 'true' })}
        />
      }
      icon={<IconBuildingCommunity />}
      empty={t.tenants.empty}
      emptyText={t.tenants.emptyText}
    >
      <CreateTenantDialog opened={search['create'] === 'true'} onClose={() => setSearch({ create: undefined })} />
      {editing !== undefined && <EditTenantDialog tenant={editing} onClose={() => setEditing(undefined)} />}
      {choosing !== undefined && <TenantBackends tenant={choosing} onClose={() => setChoosing(undefined)} />}
      {suspending !== undefined && <SuspensionDialog tenant={suspending} onClose={() => setSuspending(undefined)} />}
      <DeleteTenantDialog tenant={deleting} onClose={() => setDeleting(undefined)} />
    </ListPage>
  );
}
