import { Select } from '@mantine/core';
import { PageBar } from '../../components/page-bar.tsx';
import { PageError } from '../../components/page-state.tsx';
import { DashboardChoice } from '../../dashboards/dashboard-choice.tsx';
import { TimeSeriesChart } from '../../dashboards/time-series-chart.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { dashboardText as words } from '../../messages/en-dashboard.ts';
import { t } from '../../messages/en.ts';
import classes from './dashboard-page.module.css';
import { ToFlows } from '../flows/to-flows.tsx';
import { FailingFlows } from './failing-flows.tsx';
import { NextScheduled } from './next-scheduled.tsx';
import { executionsOverTime } from './overview-charts.ts';
import { RunningNow } from './running-now.tsx';
import { StateTiles } from './state-tiles.tsx';
import { periodMs, useCounted, type Period } from './use-counted.ts';

const refreshMs = 10_000;
const periods = Object.keys(periodMs) as Period[];

/** A tenant at one glance: what ran and how it ended, what runs, what fails, what comes next. */
export function DashboardPage({ notice }: { readonly notice?: string }) {
  const [search, setSearch] = useUrlSearch();
  const period = periods.find((known) => known === search['period']) ?? 'PT24H';
  const counted = useCounted(executionsOverTime, period);
  const rows = counted.data;

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
      {counted.error !== null && rows === undefined ? (
        <PageError error={counted.error} onRetry={() => void counted.refetch()} />
      ) : (
        <div className={classes.page}>
          {notice !== undefined && <p className={classes.notice}>{notice}</p>}
          <StateTiles period={period} counted={rows?.results} refreshMs={refreshMs} />
          <section className={classes.part} aria-labelledby="over-time">
            <h2 id="over-time">{words.overTime}</h2>
            <div className={classes.chart}>
              {rows?.total === 0 && (
                <>
                  <p className="dim">{words.nothingRan}</p>
                  <ToFlows />
                </>
              )}
              {rows !== undefined && rows.total > 0 && (
                <TimeSeriesChart chart={executionsOverTime} rows={rows} search={{ timeRange: period }} />
              )}
            </div>
          </section>
          <div className={classes.columns}>
            <RunningNow refreshMs={refreshMs} />
            <FailingFlows period={period} />
            <NextScheduled refreshMs={refreshMs} />
          </div>
        </div>
      )}
    </>
  );
}
