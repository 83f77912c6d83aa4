import { useQuery } from '@tanstack/react-query';
import { dashboards } from '../api/dashboards.ts';
import { PageError, PageLoading } from '../components/page-state.tsx';
import { tenantKey } from '../query-client.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import type { ChartFilters } from './chart-card.tsx';
import { ChartGrid } from './chart-grid.tsx';
import { storedCharts } from './chart-source.ts';

const refreshMs = 30_000;

export function dashboardQuery(tenant: string | undefined, id: string) {
  return { queryKey: tenantKey(tenant, 'dashboard', id), queryFn: () => dashboards.get(tenant, id) };
}

/** The charts of a dashboard, looked at again from time to time. */
export function StoredDashboard({ id, filters }: { readonly id: string; readonly filters: ChartFilters }) {
  const tenant = useTenant();
  const query = useQuery(dashboardQuery(tenant, id));
  if (query.data === undefined) {
    if (query.error === null) return <PageLoading />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { charts = [], updated } = query.data;
  return (
    <ChartGrid charts={charts} source={storedCharts(tenant, id, updated)} filters={filters} refreshMs={refreshMs} />
  );
}
