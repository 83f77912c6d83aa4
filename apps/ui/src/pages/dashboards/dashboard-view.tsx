import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconPencil } from '@tabler/icons-react';
import { isApiError } from '../../api/api-error.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { NamespaceFilter } from '../../components/namespace-filter.tsx';
import { PageBar } from '../../components/page-bar.tsx';
import { ChartPeriod, useChartPeriod } from '../../dashboards/chart-period.tsx';
import { DashboardChoice } from '../../dashboards/dashboard-choice.tsx';
import { dashboardQuery, StoredDashboard } from '../../dashboards/stored-dashboard.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { dashboardsText as words } from '../../messages/en-dashboards.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { DashboardPage } from '../dashboard/dashboard-page.tsx';

interface DashboardViewProps {
  readonly id: string;
  /** Shown without having been asked for: when it is gone, the overview takes its place. */
  readonly isHome?: boolean;
}

/** A dashboard of the tenant; period and namespace are in the address. */
export function DashboardView({ id, isHome = false }: DashboardViewProps) {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const period = useChartPeriod();
  const permissions = usePermissions();
  const query = useQuery(dashboardQuery(tenant, id));
  if (isHome && isApiError(query.error, 404)) return <DashboardPage notice={words.gone(id)} />;
  const namespace = search['namespace'] ?? '';
  const reason = lacking(permissions, 'DASHBOARD:UPDATE');
  return (
    <>
      <PageBar
        crumbs={isHome ? [] : [{ label: t.dashboard.title, to: paths.dashboard(tenant) }]}
        title={query.data?.title ?? id}
        actions={
          <>
            <DashboardChoice chosen={id} />
            {reason === undefined ? (
              <Button
                component={Link}
                to={paths.editDashboard(tenant, id)}
                variant="default"
                leftSection={<IconPencil size={15} />}
              >
                {words.edit}
              </Button>
            ) : (
              <ActionButton label={words.edit} icon={<IconPencil size={15} />} reason={reason} onClick={() => {}} />
            )}
          </>
        }
      />
      <FilterBar>
        <NamespaceFilter value={namespace} onChange={(chosen) => setSearch({ namespace: chosen })} />
        <ChartPeriod />
      </FilterBar>
      <StoredDashboard
        id={id}
        filters={{
          ...period,
          namespace,
          search: { ...period.search, ...(namespace === '' ? {} : { namespace }) },
        }}
      />
    </>
  );
}
