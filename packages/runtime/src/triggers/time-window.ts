/** The time within which all conditions of a flow trigger must be met. Pure: the instant of an event decides. */
import { parseDuration, toZoned } from '@windhover/expressions';
import type { Instant, JsonObject } from '@windhover/model';

export interface TimeWindow {
  readonly startAt: Instant;
  /** Exclusive. */
  readonly endAt: Instant;
}

const dayMs = 86_400_000;

/**
 * The window that an event at `at` falls into; undefined when it falls into none (outside of the hours of the day).
 * `openSince` is the start of a sliding window that is open already.
 */
export function windowAt(
  rule: JsonObject | undefined,
  at: Instant,
  timeZone: string,
  openSince: Instant | undefined,
): TimeWindow | undefined {
  const midnight = toZoned(at, timeZone).startOfDay();
  const time = (text: unknown): Instant =>
    midnight.withPlainTime(String(text).replace(/(Z|[+-]\d{2}:?\d{2})$/, '')).epochMilliseconds;
  const lengthMs = (text: unknown): number => (typeof text === 'string' ? parseDuration(text) : dayMs);
  const within = (startAt: Instant, endAt: Instant): TimeWindow | undefined =>
    at >= startAt && at < endAt ? { startAt, endAt } : undefined;
  switch (rule?.['type'] ?? 'DURATION_WINDOW') {
    case 'DAILY_TIME_DEADLINE':
      return within(midnight.epochMilliseconds, time(rule?.['deadline']));
    case 'DAILY_TIME_WINDOW':
      return within(time(rule?.['startTime']), time(rule?.['endTime']));
    case 'SLIDING_WINDOW': {
      const length = lengthMs(rule?.['window']);
      const startAt = openSince !== undefined && at < openSince + length ? openSince : at;
      return { startAt, endAt: startAt + length };
    }
    default: {
      const length = lengthMs(rule?.['window']);
      const advance = typeof rule?.['windowAdvance'] === 'string' ? parseDuration(rule['windowAdvance']) : 0;
      const begin = midnight.epochMilliseconds + advance;
      const startAt = begin + Math.floor((at - begin) / length) * length;
      return { startAt, endAt: startAt + length };
    }
  }
}
