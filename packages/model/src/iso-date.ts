/** Dates as people and clients write them: ISO 8601 from the day on, with time, seconds, fraction and offset or without. */
import { toZoned } from '@windhover/expressions';
import type { Instant } from './states.ts';

const pattern = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** One without offset is meant in the zone. Throws a RangeError for what is none. */
export function isoDate(text: string, timeZone = 'UTC'): Instant {
  const found = pattern.exec(text);
  const isLocal = found?.[1] === undefined;
  const at = found === null ? Number.NaN : Date.parse(isLocal && text.includes('T') ? `${text}Z` : text);
  if (Number.isNaN(at)) throw new RangeError(`'${text}' is not a date such as 2026-03-01T08:00:00Z`);
  return isLocal ? toZoned(at, 'UTC').toPlainDateTime().toZonedDateTime(timeZone).epochMilliseconds : at;
}
