import { toZoned } from '@windhover/expressions';
import { z } from 'zod';
import { convertProperties } from '../plugins/convert-properties.ts';
import type { Instant } from '../states.ts';

const pattern = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

const list = z.array(z.string());

/** The dates of a list as a template gives it, which may be JSON; none is looked at. Throws a RangeError for what is no list. */
export function listedDates(rendered: unknown): string[] {
  const read = list.safeParse(convertProperties(list, rendered));
  if (read.success) return read.data;
  throw new RangeError(`The dates must be a list such as ["2026-03-01T08:00:00Z"], not ${JSON.stringify(rendered)}`);
}

/** A date that a schedule lists; one without offset is meant in the zone. Throws a RangeError for what is none. */
export function listedDate(text: string, timeZone: string): Instant {
  const found = pattern.exec(text);
  const isLocal = found?.[1] === undefined;
  const at = found === null ? Number.NaN : Date.parse(isLocal && text.includes('T') ? `${text}Z` : text);
  if (Number.isNaN(at)) throw new RangeError(`'${text}' is not a date such as 2026-03-01T08:00:00Z`);
  return isLocal ? toZoned(at, 'UTC').toPlainDateTime().toZonedDateTime(timeZone).epochMilliseconds : at;
}
