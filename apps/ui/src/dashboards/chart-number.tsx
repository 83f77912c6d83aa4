import type { ChartRows, WireChart, WireColumn } from '../api/dashboards.ts';
import { formatPercentage, formatValue } from './chart-value.ts';
import classes from './charts.module.css';

/** One number. */
export function ChartNumber({ chart, rows }: { readonly chart: WireChart; readonly rows: ChartRows }) {
  const value = rows.results[0]?.['value'];
  const column = (chart.data?.columns ?? {}) as WireColumn;
  const isPercentage = chart.chartOptions?.numberType === 'PERCENTAGE';
  return (
    <p className={classes.number}>
      {typeof value !== 'number' ? '–' : isPercentage ? formatPercentage(value) : formatValue(value, column)}
    </p>
  );
}
