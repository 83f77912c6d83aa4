import { formatDuration } from '../format/duration.ts';
import type { ChartColumn } from './chart-parts.ts';

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** A value of a column as its readers know it: durations are seconds on the wire. */
export function formatValue(value: number, { field, agg }: Pick<ChartColumn, 'field' | 'agg'>): string {
  return field === 'DURATION' && agg !== 'COUNT' ? formatDuration(Math.round(value * 1000)) : number.format(value);
}

export function formatPercentage(value: number): string {
  return `${number.format(value)} %`;
}
