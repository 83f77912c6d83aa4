import { FilterBar } from '../../components/filter-bar.tsx';
import { PageLoading } from '../../components/page-state.tsx';
import { ChartGrid } from '../../dashboards/chart-grid.tsx';
import { ChartPeriod, useChartPeriod } from '../../dashboards/chart-period.tsx';
import { previewedCharts } from '../../dashboards/chart-source.ts';
import { DashboardSelect } from '../../dashboards/dashboard-choice.tsx';
import { StoredDashboard } from '../../dashboards/stored-dashboard.tsx';
import { useChosenDashboard } from '../../dashboards/use-dashboards.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { namespaceCharts } from './namespace-charts.ts';

const refreshMs = 30_000;

/** What runs in a namespace and below it: as a dashboard of the tenant shows it, or in charts of the product's own. */
export function NamespaceOverview({ namespace }: { readonly namespace: string }) {
  const tenant = useTenant();
  const period = useChartPeriod();
  const chosen = useChosenDashboard('namespace');
  const filters = { ...period, namespace, search: { ...period.search, namespace } };
  if (!chosen.isKnown) return <PageLoading />;
  return (
    <>
      <FilterBar end={<DashboardSelect chosen={chosen.id} onChoose={chosen.choose} />}>
        <ChartPeriod />
      </FilterBar>
      {chosen.id === 'default' ? (
        <ChartGrid charts={namespaceCharts} source={previewedCharts(tenant)} filters={filters} refreshMs={refreshMs} />
      ) : (
        <StoredDashboard key={chosen.id} id={chosen.id} filters={filters} />
      )}
    </>
  );
}
