/** The time within which all conditions of a flow trigger must be met. Pure: the instant of an event decides. */
import { parseDuration, toZoned } from '@windhover/expressions';
import type { Instant, JsonObject } from '@windhover/model';

export interface TimeWindow {
  readonly startAt: Instant;
  /** Exclusive. */
  readonly endAt: Instant;
  /** It goes along with the events: what was met before its start drops out of it. */
  readonly isMoving?: boolean;
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
  const lengthMs = (text: unknown): number => (typeof text === 'string' ? parseDuration(text) : dayMs);
  switch (rule?.['type'] ?? 'DURATION_WINDOW') {
    case 'DAILY_TIME_DEADLINE':
    case 'DAILY_TIME_WINDOW':
      return windowsOfDays(rule!, at, timeZone).find(({ startAt, endAt }) => at >= startAt && at < endAt);
    case 'SLIDING_WINDOW': {
      const length = lengthMs(rule?.['window']);
      const startAt = openSince !== undefined && at < openSince + length ? openSince : at;
      return { startAt, endAt: startAt + length };
    }
    case 'LOOKBACK':
      return { startAt: at - lengthMs(rule?.['window']), endAt: at + 1, isMoving: true };
    default: {
      const length = lengthMs(rule?.['window']);
      const advance = typeof rule?.['windowAdvance'] === 'string' ? parseDuration(rule['windowAdvance']) : 0;
      const begin = toZoned(at, timeZone).startOfDay().epochMilliseconds + advance;
      const startAt = begin + Math.floor((at - begin) / length) * length;
      return { startAt, endAt: startAt + length };
    }
  }
}

/** When the window that is open at `at` ends, or the next one where none is; undefined for windows that events open. */
export function windowEndAfter(rule: JsonObject | undefined, at: Instant, timeZone: string): Instant | undefined {
  const type = rule?.['type'] ?? 'DURATION_WINDOW';
  if (type === 'SLIDING_WINDOW' || type === 'LOOKBACK') return undefined;
  if (type === 'DURATION_WINDOW') return windowAt(rule, at, timeZone, undefined)?.endAt;
  return windowsOfDays(rule!, at, timeZone).find(({ endAt }) => endAt > at)?.endAt;
}

/** Of the day before, this day and the next; one that ends before it begins ends on the day after. */
function windowsOfDays(rule: JsonObject, at: Instant, timeZone: string): readonly TimeWindow[] {
  const { startTime = '00:00', endTime = rule['deadline'] } = rule;
  const midnight = toZoned(at, timeZone).startOfDay();
  return [-1, 0, 1].map((days) => {
    const timeOf = (text: unknown, later: number): Instant =>
      midnight.add({ days: days + later }).withPlainTime(String(text).replace(/(Z|[+-]\d{2}:?\d{2})$/, ''))
        .epochMilliseconds;
    const startAt = timeOf(startTime, 0);
    const endAt = timeOf(endTime, 0);
    return { startAt, endAt: endAt > startAt ? endAt : timeOf(endTime, 1) };
  });
}
