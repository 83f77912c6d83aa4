import type { WireMetric } from '../api/metrics.ts';
import { formatDuration } from './duration.ts';

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

/** A timer as a duration, whatever else as a number. */
export function formatMetric(value: number, type: WireMetric['type'] | undefined): string {
  return type === 'timer' ? formatDuration(value) : number.format(value);
}
