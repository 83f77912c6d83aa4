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
 * `openSince` is the start of the window that holds what was met already: one that its first event opens, or that lasts for
 * several days, stays open for its length.
 */
export function windowAt(
  rule: JsonObject | undefined,
  at: Instant,
  timeZone: string,
  openSince: Instant | undefined,
): TimeWindow | undefined {
  switch (rule?.['type'] ?? 'DURATION_WINDOW') {
    case 'DAILY_TIME_DEADLINE':
    case 'DAILY_TIME_WINDOW':
      return windowsOfDays(rule!, at, timeZone).find(({ startAt, endAt }) => at >= startAt && at < endAt);
    case 'SLIDING_WINDOW': {
      const length = lengthOf(rule);
      const startAt = isOpen(openSince, at, length) ? openSince : at;
      return { startAt, endAt: startAt + length };
    }
    case 'EVERY':
      return countedWindow(rule!, at, timeZone);
    case 'LOOKBACK':
      return { startAt: at - lengthOf(rule), endAt: at + 1, isMoving: true };
    default: {
      const length = lengthOf(rule);
      if (length > dayMs && isOpen(openSince, at, length)) return { startAt: openSince, endAt: openSince + length };
      const begin = toZoned(at, timeZone).startOfDay().epochMilliseconds + advanceOf(rule);
      const startAt = begin + Math.floor((at - begin) / length) * length;
      return { startAt, endAt: startAt + length };
    }
  }
}

/** Also for an event from before its start: it is heard a moment later than others. */
function isOpen(openSince: Instant | undefined, at: Instant, lengthMs: number): openSince is Instant {
  return openSince !== undefined && at < openSince + lengthMs;
}

function lengthOf(rule: JsonObject | undefined): number {
  return typeof rule?.['window'] === 'string' ? parseDuration(rule['window']) : dayMs;
}

function advanceOf(rule: JsonObject | undefined): number {
  return typeof rule?.['windowAdvance'] === 'string' ? parseDuration(rule['windowAdvance']) : 0;
}

/** 1970-01-05, from which windows of a day and more are counted: weeks begin on a Monday. */
const monday = toZoned(Date.UTC(1970, 0, 5), 'UTC').toPlainDateTime();

/** Windows that follow each other whether anything happens or not: from each midnight on, or from midnight to midnight. */
function countedWindow(rule: JsonObject, at: Instant, timeZone: string): TimeWindow | undefined {
  const length = lengthOf(rule);
  if (length < dayMs) return windowAt({ ...rule, type: 'DURATION_WINDOW' }, at, timeZone, undefined);
  const advance = advanceOf(rule);
  const local = toZoned(at - advance, timeZone).toPlainDateTime();
  const count = Math.floor(monday.until(local).total('milliseconds') / length);
  const begin = (index: number): Instant =>
    monday.add({ milliseconds: index * length }).toZonedDateTime(timeZone).epochMilliseconds + advance;
  return { startAt: begin(count), endAt: begin(count + 1) };
}

/** When the window that is open at `at` ends, or the next one where none is; undefined for windows that events open. */
export function windowEndAfter(rule: JsonObject | undefined, at: Instant, timeZone: string): Instant | undefined {
  const type = rule?.['type'] ?? 'DURATION_WINDOW';
  if (type === 'SLIDING_WINDOW' || type === 'LOOKBACK') return undefined;
  if (type === 'DURATION_WINDOW' || type === 'EVERY') return windowAt(rule, at, timeZone, undefined)?.endAt;
  return windowsOfDays(rule!, at, timeZone).find(({ endAt }) => endAt > at)?.endAt;
}

/**
 * Of the day before, this day and the next; one that ends before it begins ends on the day after. Times that say their
 * offset are meant there, days too.
 */
function windowsOfDays(rule: JsonObject, at: Instant, timeZone: string): readonly TimeWindow[] {
  const { endTime = rule['deadline'] } = rule;
  const { startTime = `00:00${offsetOf(endTime) ?? ''}` } = rule;
  return [-1, 0, 1].map((days) => {
    const timeOf = (text: unknown, later: number): Instant =>
      toZoned(at, offsetOf(text) ?? timeZone)
        .startOfDay()
        .add({ days: days + later })
        .withPlainTime(String(text).replace(offset, '')).epochMilliseconds;
    const startAt = timeOf(startTime, 0);
    const endAt = timeOf(endTime, 0);
    return { startAt, endAt: endAt > startAt ? endAt : timeOf(endTime, 1) };
  });
}

const offset = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/;

/** As the name of a zone; undefined for a time of day without. */
function offsetOf(time: unknown): string | undefined {
  const found = offset.exec(String(time))?.[0];
  return found === 'Z' ? '+00:00' : found;
}
