import { Temporal } from '../time.ts';
import { InstantValue } from '../values/boxed.ts';
import { classNameOf } from '../values/class-name.ts';
import { isNumber, kindOf, toBigInt } from '../values/number-kind.ts';
import { ValueError } from '../values/value-error.ts';
import { dateOf, timeOf } from './date-fields.ts';
import type { DateFields } from './date-fields.ts';
import type { Moment } from './moment.ts';
import { momentAt, momentOf } from './moment.ts';
import { namedFormat } from './named-formats.ts';
import { localeOf } from './names.ts';
import { parseWithPattern } from './parse-date.ts';
import { patternOf } from './print-date.ts';
import type { Zone } from './zone.ts';
import { zoneOf } from './zone.ts';

const isoDateTime =
  /^([+-]?\d{4,9})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::\d{2}){0,2})?(?:\[([^\]]+)\])?)?$/i;

const farthestSeconds = 8_640_000_000_000n;

/**
 * The moment that a value means: an instant, a Long of epoch seconds, or a text read with `existingFormat` or as ISO.
 * A text without offset is read in the zone; a date is its start. Throws a ValueError for anything else.
 */
export function readDate(value: unknown, zone: Zone, existingFormat: string | undefined, locale: string): Moment {
  if (value instanceof InstantValue) return momentAt(value.epochNanoseconds, zone);
  if (typeof value === 'string') {
    return existingFormat === undefined ? readIso(value, zone) : readFormatted(value, zone, existingFormat, locale);
  }
  if (isNumber(value) && kindOf(value) === 'Long') {
    const seconds = toBigInt(value);
    if (seconds > farthestSeconds || seconds < -farthestSeconds) throw new ValueError('The date is out of range');
    return momentAt(seconds * 1_000_000_000n, zone);
  }
  throw new ValueError(`A ${classNameOf(value)} is no date; a text or a Long of epoch seconds is`);
}

/** ISO texts: seconds are optional, the offset is Z, +02 or +02:00, a region may follow in brackets. */
export function readIso(text: string, zone: Zone): Moment {
  const match = isoDateTime.exec(text);
  if (match === null) throw unreadable(text);
  const [, year, month, day, hour, minute, second, fraction, offset, region] = match;
  const fields: DateFields = { year: Number(year), month: Number(month), day: Number(day) };
  if (hour !== undefined) {
    Object.assign(fields, { hour: Number(hour), minute: Number(minute), second: Number(second ?? 0) });
    fields.nanos = Number((fraction ?? '').padEnd(9, '0'));
  }
  if (fields.day !== dateOf(fields)?.day) throw unreadable(text);
  const offsetZone = offset === undefined ? undefined : zoneOf(offset.toUpperCase());
  const moment = resolve(text, fields, offsetZone ?? (region === undefined ? zone : zoneOf(region)));
  if (region === undefined || offsetZone === undefined) return moment;
  const regionZone = zoneOf(region);
  return { at: moment.at.withTimeZone(regionZone.temporalId), zone: regionZone };
}

function readFormatted(text: string, zone: Zone, format: string, locale: string): Moment {
  const named = namedFormat(format);
  if (named?.name === 'rfc_1123_date_time') return readRfc1123(text, zone);
  if (named?.name === 'iso_week_date') return readWeekDate(text, zone);
  if (named?.name.startsWith('iso_') === true && isoDateTime.test(text)) return readIso(text, zone);
  const fields = parseWithPattern(text, named?.parts ?? patternOf(format), localeOf(locale));
  return resolve(text, fields, fields.zone ?? zone);
}

const rfc1123 = patternOf('[EEE, ]d MMM uuuu HH:mm[:ss] ');

function readRfc1123(text: string, zone: Zone): Moment {
  const end = text.lastIndexOf(' ') + 1;
  const offset = text.slice(end);
  if (!/^(?:GMT|[+-]\d{4})$/.test(offset)) throw unreadable(text);
  const fields = parseWithPattern(text.slice(0, end), rfc1123, 'en');
  const moment = resolve(text, fields, offset === 'GMT' ? zoneOf('Z') : zoneOf(offset));
  return { at: moment.at.withTimeZone(zone.temporalId), zone };
}

const weekDate = /^(\d{4})-W(\d{2})-([1-7])(Z|[+-]\d{2}:\d{2})?$/i;

/** Week 1 is the one that January 4th is in. */
function readWeekDate(text: string, zone: Zone): Moment {
  const [, year, week, day, offset] = weekDate.exec(text) ?? [];
  if (year === undefined) throw unreadable(text);
  const inFirstWeek = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 });
  const monday = inFirstWeek.subtract({ days: inFirstWeek.dayOfWeek - 1 }).add({ weeks: Number(week) - 1 });
  if (monday.weekOfYear !== Number(week)) throw unreadable(text);
  const date = monday.add({ days: Number(day) - 1 });
  return momentOf(date.toPlainDateTime(), offset === undefined ? zone : zoneOf(offset.toUpperCase()));
}

function resolve(text: string, fields: DateFields, zone: Zone): Moment {
  const date = dateOf(fields);
  if (date === undefined) throw unreadable(text);
  const time =
    fields.hour === undefined && fields.nanoOfDay === undefined && fields.hourOfHalf === undefined
      ? undefined
      : timeOf(fields);
  if (time === undefined && fields.hour !== undefined) throw unreadable(text);
  return momentOf(date.toPlainDateTime(time ?? new Temporal.PlainTime()), zone);
}

function unreadable(text: string): ValueError {
  return new ValueError(`Text '${text.slice(0, 100)}' could not be parsed as a date`);
}
