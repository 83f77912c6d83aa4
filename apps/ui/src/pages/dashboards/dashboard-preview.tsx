import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { dashboards, type WireChart } from '../../api/dashboards.ts';
import { PageLoading, PageNotice } from '../../components/page-state.tsx';
import { ChartGrid } from '../../dashboards/chart-grid.tsx';
import { previewedCharts } from '../../dashboards/chart-source.ts';
import { dashboardsText as words } from '../../messages/en-dashboards.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './dashboard-preview.module.css';

const settleMs = 500;
const filters = { periodMs: undefined, search: {} };

/** What the source shows as it is now; while it has errors, what it showed before them. */
export function DashboardPreview({ source }: { readonly source: string }) {
  const tenant = useTenant();
  const [settled] = useDebouncedValue(source, settleMs);
  const lastValid = tenantKey(tenant, 'last-charts', useId());
  const { data: charts } = useQuery({
    queryKey: tenantKey(tenant, 'charts-of', settled),
    queryFn: async ({ signal }): Promise<readonly WireChart[] | null> => {
      const { charts: valid } = await dashboards.validate(tenant, settled, signal);
      if (valid === undefined) return queryClient.getQueryData<readonly WireChart[]>(lastValid) ?? null;
      return queryClient.setQueryData<readonly WireChart[]>(lastValid, valid as readonly WireChart[]) ?? null;
    },
    placeholderData: (before) => before,
    gcTime: 0,
    retry: false,
  });
  return (
    <section className={classes.preview} aria-label={words.preview}>
      {charts === undefined && <PageLoading />}
      {charts === null && <PageNotice title={words.preview}>{words.noPreview}</PageNotice>}
      {charts && <ChartGrid charts={charts} source={previewedCharts(tenant)} filters={filters} />}
    </section>
  );
}
