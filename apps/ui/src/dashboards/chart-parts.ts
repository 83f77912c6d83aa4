/** What a chart is drawn of: its kind, its columns, and what the language says where the source says nothing. */
import type { ChartRow, WireChart, WireColumn } from '../api/dashboards.ts';

export interface ChartColumn extends WireColumn {
  readonly name: string;
  readonly title: string;
}

/** `TimeSeries`, `Bar` …, without the package. */
export function chartKind({ type }: WireChart): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

/** `Executions`, `Logs` …; that of a KPI as well. */
export function dataKind({ data }: WireChart): string {
  const type = data?.type ?? '';
  return type.slice(type.lastIndexOf('.') + 1).replace(/KPI$/, '');
}

export function titleOf({ id, chartOptions }: WireChart): string {
  return chartOptions?.displayName ?? id;
}

/** Not of a KPI, which has one without a name. */
export function columnsOf({ data }: WireChart): readonly ChartColumn[] {
  return Object.entries((data?.columns ?? {}) as Readonly<Record<string, WireColumn>>).map(([name, column]) => ({
    ...column,
    name,
    title: column.displayName ?? name,
  }));
}

/** What names bars and dates: the column that is said to, else the first that is grouped by. */
export function namingColumn(chart: WireChart): ChartColumn | undefined {
  const groups = columnsOf(chart).filter(({ agg }) => agg === undefined);
  return groups.find(({ name }) => name === chart.chartOptions?.column) ?? groups[0];
}

/** What colours stand for: the column that is named, or the others that are grouped by, together. */
export function colourColumns(chart: WireChart): readonly ChartColumn[] {
  const naming = chartKind(chart) === 'Pie' ? undefined : namingColumn(chart);
  const groups = columnsOf(chart).filter(({ agg, name }) => agg === undefined && name !== naming?.name);
  const named = groups.find(({ name }) => name === chart.chartOptions?.colorByColumn);
  return named === undefined ? groups : [named];
}

/** Values of several columns as one text. */
export function groupOf(row: ChartRow, columns: readonly ChartColumn[]): string {
  return columns.map(({ name }) => textOf(row[name])).join(' · ');
}

export function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
