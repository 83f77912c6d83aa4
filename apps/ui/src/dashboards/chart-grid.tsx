import type { WireChart } from '../api/dashboards.ts';
import { PageNotice } from '../components/page-state.tsx';
import { dashboardsText as words } from '../messages/en-dashboards.ts';
import { ChartCard, type ChartFilters } from './chart-card.tsx';
import type { ChartSource } from './chart-source.ts';
import classes from './charts.module.css';

interface ChartGridProps {
  readonly charts: readonly WireChart[];
  readonly source: ChartSource;
  readonly filters: ChartFilters;
  readonly refreshMs?: number | undefined;
}

/** Charts in rows of twelve columns; below each other where there is little room. */
export function ChartGrid({ charts, source, filters, refreshMs }: ChartGridProps) {
  if (charts.length === 0) return <PageNotice title={words.noCharts}>{words.noChartsText}</PageNotice>;
  return (
    <div className={classes.frame}>
      <div className={classes.grid}>
        {charts.map((chart) => (
          <ChartCard key={chart.id} chart={chart} source={source} filters={filters} refreshMs={refreshMs} />
        ))}
      </div>
    </div>
  );
}
