import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { executions } from '../../api/executions.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError } from '../../components/page-state.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { dashboardText as words } from '../../messages/en-dashboard.ts';
import { t } from '../../messages/en.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import classes from './dashboard-page.module.css';
import { DashboardChoice } from '../../dashboards/dashboard-choice.tsx';
import { FailingFlows } from './failing-flows.tsx';
import { NextScheduled } from './next-scheduled.tsx';
import { overTime } from './over-time.ts';
import { RunningNow } from './running-now.tsx';
import { StateChart } from './state-chart.tsx';
import { StateTiles } from './state-tiles.tsx';

const refreshMs = 10_000;
const slotCount = 48;
/** As many as one page of the list may have: enough for a picture. */
const drawn = 1_000;
const periodMs = { PT24H: 86_400_000, P7D: 7 * 86_400_000, P30D: 30 * 86_400_000 } as const;
const periods = Object.keys(periodMs) as (keyof typeof periodMs)[];

/** A tenant at one glance: what ran and how it ended, what runs, what fails, what comes next. */
export function DashboardPage({ notice }: { readonly notice?: string }) {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const period = periods.find((known) => known === search['period']) ?? 'PT24H';
  const newest = useQuery({
    queryKey: tenantKey(tenant, 'executions', 'dashboard', period),
    queryFn: () =>
      executions.list(tenant, {
        page: 1,
        size: drawn,
        filters: [{ field: 'timeRange', operation: 'EQUALS', value: period }],
      }),
    placeholderData: (before) => before,
    refetchInterval: refreshMs,
  });
  const rows = newest.data?.results ?? [];
  const until = newest.dataUpdatedAt;

  return (
    <>
      <PageBar
        title={t.dashboard.title}
        actions={
          <>
            <DashboardChoice chosen="default" />
            <Select
              size="xs"
              w={150}
              aria-label={words.period}
              data={periods.map((value) => ({ value, label: words.periods[value] }))}
              value={period}
              onChange={(value) => setSearch({ period: value === 'PT24H' ? undefined : (value ?? undefined) })}
              allowDeselect={false}
            />
          </>
        }
      />
      {newest.error !== null ? (
        <PageError error={newest.error} onRetry={() => void newest.refetch()} />
      ) : (
        <div className={classes.page}>
          {notice !== undefined && <p className={classes.notice}>{notice}</p>}
          <StateTiles period={period} refreshMs={refreshMs} />
          <section className={classes.part} aria-labelledby="over-time">
            <h2 id="over-time">
              {words.overTime}
              {(newest.data?.total ?? 0) > rows.length && (
                <span className={classes.note}>{words.onlyNewest(rows.length)}</span>
              )}
            </h2>
            <StateChart period={period} slots={overTime(rows, until - periodMs[period], until, slotCount)} />
          </section>
          <div className={classes.columns}>
            <RunningNow refreshMs={refreshMs} />
            <FailingFlows period={period} refreshMs={refreshMs} />
            <NextScheduled refreshMs={refreshMs} />
          </div>
        </div>
      )}
    </>
  );
}
