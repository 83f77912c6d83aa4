import { IconLayoutDashboard } from '@tabler/icons-react';
import { dashboards, type WireDashboard } from '../../api/dashboards.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import type { Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { Ago } from '../../components/time.tsx';
import { useDeletion } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { dashboardsText as words } from '../../messages/en-dashboards.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { CreateDashboardButton } from './create-dashboard-button.tsx';
import { DefaultDashboardsButton } from './default-dashboards-button.tsx';

const columns: readonly Column<WireDashboard>[] = [
  { id: 'title', header: words.columns.title, cell: ({ title }) => <span className="truncate">{title}</span> },
  { id: 'id', header: words.columns.id, cell: ({ id }) => <span className="mono truncate">{id}</span> },
  {
    id: 'description',
    minor: true,
    header: words.columns.description,
    cell: ({ description }) => <span title={description}>{description}</span>,
  },
  {
    id: 'charts',
    width: 90,
    align: 'right',
    header: words.columns.charts,
    cell: ({ charts = [] }) => <span className="numbers">{charts.length}</span>,
  },
  { id: 'updated', width: 120, header: words.columns.updated, cell: ({ updated }) => <Ago date={updated} /> },
];

/** The dashboards of a tenant; each leads to its charts. */
export function DashboardsPage() {
  const tenant = useTenant();
  const permissions = usePermissions();
  const list = useSearchedList({
    queryKey: tenantKey(tenant, 'dashboards'),
    searchLabel: words.search,
    sort: 'title:asc',
    fetch: (query) => dashboards.list(tenant, query),
  });
  const deletion = useDeletion<WireDashboard>({
    words,
    nameOf: ({ title }) => title,
    whyNot: () => lacking(permissions, 'DASHBOARD:DELETE'),
    remove: async ({ id }) => {
      await dashboards.remove(tenant, id);
      await list.renew();
    },
  });
  return (
    <>
      <PageBar
        crumbs={[{ label: t.dashboard.title, to: paths.dashboard(tenant) }]}
        title={words.title}
        actions={
          <>
            <DefaultDashboardsButton />
            <CreateDashboardButton />
          </>
        }
      />
      <FilterBar>{list.field}</FilterBar>
      <ListView
        label={words.title}
        list={list.query}
        columns={[...columns, deletion.column]}
        rows={list.query.data?.results}
        rowKey={({ id }) => id}
        rowTo={({ id }) => paths.dashboardOf(tenant, id)}
        empty={
          <NothingListed
            icon={<IconLayoutDashboard />}
            title={words.empty}
            text={words.emptyText}
            action={<CreateDashboardButton />}
            onClear={list.onClear}
          />
        }
        foot={list.pager}
      />
      {deletion.question}
    </>
  );
}
