/** One number for each span of time. */
import type { MetricEntry } from '@windhover/ports';

export type Aggregation = 'sum' | 'avg' | 'min' | 'max';
export type GroupBy = 'minute' | 'hour' | 'day' | 'week' | 'month';

export interface AggregatedMetric {
  /** The beginning of the span, UTC. */
  readonly at: number;
  /** Absent where nothing was reported. */
  readonly value?: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
/** 1 January 1970 was a Thursday; weeks begin on Mondays. */
const firstMonday = 4 * dayMs;

/** So that a drawing has between a few and some hundred points. */
export function groupByFor(fromAt: number, untilAt: number): GroupBy {
  const days = (untilAt - fromAt) / dayMs;
  if (days > 365) return 'month';
  if (days > 180) return 'week';
  if (days > 1) return 'day';
  return days > 1 / 24 ? 'hour' : 'minute';
}

/** Every span from the first instant to the last, in order. */
export function aggregateMetrics(
  entries: readonly Pick<MetricEntry, 'at' | 'value'>[],
  aggregation: Aggregation,
  groupBy: GroupBy,
  fromAt: number,
  untilAt: number,
): readonly AggregatedMetric[] {
  const groups = Map.groupBy(entries, ({ at }) => beginOf(at, groupBy));
  const aggregated: AggregatedMetric[] = [];
  for (let at = beginOf(fromAt, groupBy); at <= untilAt; at = beginAfter(at, groupBy)) {
    const group = groups.get(at);
    aggregated.push(group === undefined ? { at } : { at, value: aggregate(group, aggregation) });
  }
  return aggregated;
}

function aggregate(group: readonly Pick<MetricEntry, 'value'>[], aggregation: Aggregation): number {
  const values = group.map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  switch (aggregation) {
    case 'sum':
      return sum;
    case 'avg':
      return sum / values.length;
    case 'min':
      return values.reduce((one, other) => Math.min(one, other));
    case 'max':
      return values.reduce((one, other) => Math.max(one, other));
  }
}

function beginOf(at: number, groupBy: GroupBy): number {
  if (groupBy === 'month') {
    const date = new Date(at);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  }
  const offset = groupBy === 'week' ? firstMonday : 0;
  const span = spanMs[groupBy];
  return Math.floor((at - offset) / span) * span + offset;
}

function beginAfter(at: number, groupBy: GroupBy): number {
  if (groupBy !== 'month') return at + spanMs[groupBy];
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

const spanMs: Readonly<Record<Exclude<GroupBy, 'month'>, number>> = {
  minute: minuteMs,
  hour: hourMs,
  day: dayMs,
  week: weekMs,
};
