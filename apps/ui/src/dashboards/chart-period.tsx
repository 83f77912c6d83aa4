import { Select } from '@mantine/core';
import { useUrlSearch } from '../live/url-search.ts';
import { dashboardText } from '../messages/en-dashboard.ts';
import { dashboardsText as words } from '../messages/en-dashboards.ts';
import type { ChartFilters } from './chart-card.tsx';

const periodMs = { PT24H: 86_400_000, P7D: 7 * 86_400_000, P30D: 30 * 86_400_000 } as const;
const periods = Object.keys(periodMs) as (keyof typeof periodMs)[];

/** What the address says of the period of charts. */
export function useChartPeriod(): Pick<ChartFilters, 'periodMs' | 'search'> {
  const [search] = useUrlSearch();
  const period = periods.find((known) => known === search['period']);
  return { periodMs: period && periodMs[period], search: period === undefined ? {} : { timeRange: period } };
}

/** How far back charts look: as their dashboard says, or a period of the reader's. */
export function ChartPeriod() {
  const [search, setSearch] = useUrlSearch();
  return (
    <Select
      size="xs"
      w={150}
      aria-label={words.period}
      data={[
        { value: '', label: words.usualPeriod },
        ...periods.map((value) => ({ value, label: dashboardText.periods[value] })),
      ]}
      value={periods.find((known) => known === search['period']) ?? ''}
      onChange={(value) => setSearch({ period: value ?? undefined })}
      allowDeselect={false}
    />
  );
}
