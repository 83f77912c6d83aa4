import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { dashboards, type ChartRows, type WireChart } from '../../api/dashboards.ts';
import { isoInZone } from '../../format/iso-in-zone.ts';
import { every, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** Back from now, as lists name them, in milliseconds. */
export const periodMs = { PT24H: 86_400_000, P7D: 7 * 86_400_000, P30D: 30 * 86_400_000 } as const;
export type Period = keyof typeof periodMs;

/** Counting a month takes longer than reading the newest few. */
const refreshMs = 30_000;
/** As many rows as a chart may ask for. */
const maxRows = 10_000;

/** What the server counts for the overview of a tenant, at most `size` rows of it, looked at again from time to time. */
export function useCounted(chart: WireChart, period: Period, size = maxRows): UseQueryResult<ChartRows> {
  const tenant = useTenant();
  return useQuery({
    queryKey: tenantKey(tenant, 'executions', 'counted', chart.id, period),
    queryFn: ({ signal }) => {
      const now = Date.now();
      const asked = { startDate: isoInZone(now - periodMs[period]), endDate: isoInZone(now), pageSize: size };
      return dashboards.previewRows(tenant, chart, asked, signal);
    },
    placeholderData: (before) => before,
    refetchInterval: every(refreshMs),
  });
}
