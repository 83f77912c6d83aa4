/** From the rows of a chart to what is drawn. */
import { beginOfSpan } from '@windhover/model';
import type { ChartRow, ChartRows, WireChart } from '../api/dashboards.ts';
import { inOrder } from './chart-colours.ts';
import { colourColumns, columnsOf, namingColumn, groupOf, numberOf, textOf, type ChartColumn } from './chart-parts.ts';

/** Values by the group that their colour stands for. */
export interface Stack {
  readonly parts: ReadonlyMap<string, number>;
  readonly total: number;
}

export interface TimeSlot extends Stack {
  readonly from: number;
  readonly to: number;
  /** Of the columns that are drawn as lines: by group, where there is any. */
  readonly lines: readonly ReadonlyMap<string, number>[];
}

export interface TimeSeries {
  readonly slots: readonly TimeSlot[];
  readonly groups: readonly string[];
  /** Drawn as bars; undefined where all values are lines. */
  readonly bars: ChartColumn | undefined;
  readonly lines: readonly ChartColumn[];
}

/** More than this nobody can tell apart, and no screen has room for. */
const maxSlots = 400;

/** A slot for each span of the period, the empty ones too. */
export function toTimeSeries(chart: WireChart, { results, period }: Pick<ChartRows, 'results' | 'period'>): TimeSeries {
  const values = columnsOf(chart).filter(({ agg }) => agg !== undefined);
  const bars = values.find(({ graphStyle }) => graphStyle === 'BARS');
  const lines = values.filter((column) => column !== bars);
  const colours = colourColumns(chart);
  const dateColumn = namingColumn(chart)?.name ?? '';
  const byDate = Map.groupBy(results, (row) => Date.parse(textOf(row[dateColumn])));
  const slots = spansOf(period).map(({ from, to }): TimeSlot => {
    const rows = byDate.get(from) ?? [];
    return { from, to, ...stackOf(rows, colours, bars), lines: lines.map((column) => partsOf(rows, colours, column)) };
  });
  const groups = inOrder(new Set(results.map((row) => groupOf(row, colours))));
  return { slots, groups, bars, lines };
}

function spansOf(period: ChartRows['period']): readonly { readonly from: number; readonly to: number }[] {
  if (period === undefined) return [];
  const { span } = period;
  const first = beginOfSpan(Date.parse(period.startDate), span);
  const last = beginOfSpan(Date.parse(period.endDate), span);
  const count = Math.min(maxSlots, Math.round((last - first) / span.sizeMs) + 1);
  return Array.from({ length: count }, (_, index) => {
    const from = first + index * span.sizeMs;
    return { from, to: from + span.sizeMs };
  });
}

export interface NamedStack extends Stack {
  readonly name: string;
}

export interface Bars {
  /** As the chart orders them: by their whole values, or as the rows come. */
  readonly bars: readonly NamedStack[];
  readonly groups: readonly string[];
  readonly value: ChartColumn | undefined;
}

/** A bar for each value of the column, its parts by what colours stand for. */
export function toBars(chart: WireChart, rows: readonly ChartRow[]): Bars {
  const columns = columnsOf(chart);
  const value = columns.find(({ agg }) => agg !== undefined);
  const naming = namingColumn(chart);
  const named = naming === undefined ? [] : [naming];
  const colours = colourColumns(chart);
  const bars = [...Map.groupBy(rows, (row) => groupOf(row, named))].map(([name, its]) => ({
    name,
    ...stackOf(its, colours, value),
  }));
  const groups = colours.length === 0 ? [] : inOrder(new Set(rows.map((row) => groupOf(row, colours))));
  return { bars: ordered(bars, chart, value), groups, value };
}

/** Rows that are ordered by the value are parts of bars, whose order is that of their sums. */
function ordered(
  bars: readonly NamedStack[],
  { data }: WireChart,
  value: ChartColumn | undefined,
): readonly NamedStack[] {
  const { column, order } = data?.orderBy?.[0] ?? {};
  if (value === undefined || column !== value.name) return bars;
  return bars.toSorted((one, other) => (order === 'DESC' ? other.total - one.total : one.total - other.total));
}

export interface Slice {
  readonly name: string;
  readonly value: number;
}

export interface Slices {
  /** The largest first. */
  readonly slices: readonly Slice[];
  readonly total: number;
  readonly value: ChartColumn | undefined;
  readonly columns: readonly ChartColumn[];
}

export function toSlices(chart: WireChart, rows: readonly ChartRow[]): Slices {
  const value = columnsOf(chart).find(({ agg }) => agg !== undefined);
  const columns = colourColumns(chart);
  const { parts, total } = stackOf(rows, columns, value);
  const slices = [...parts].map(([name, part]) => ({ name, value: part }));
  return { slices: slices.toSorted((one, other) => other.value - one.value), total, value, columns };
}

function stackOf(rows: readonly ChartRow[], colours: readonly ChartColumn[], value: ChartColumn | undefined): Stack {
  const parts = value === undefined ? new Map<string, number>() : partsOf(rows, colours, value);
  return { parts, total: [...parts.values()].reduce((sum, part) => sum + part, 0) };
}

function partsOf(
  rows: readonly ChartRow[],
  colours: readonly ChartColumn[],
  { name }: ChartColumn,
): ReadonlyMap<string, number> {
  const parts = new Map<string, number>();
  for (const row of rows) {
    if (typeof row[name] !== 'number') continue;
    const group = groupOf(row, colours);
    parts.set(group, (parts.get(group) ?? 0) + numberOf(row[name]));
  }
  return parts;
}
