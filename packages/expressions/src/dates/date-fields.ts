import { Temporal } from '../time.ts';
import type { Zone } from './zone.ts';

/** What a pattern found in a text. */
export interface DateFields {
  year?: number;
  month?: number;
  day?: number;
  dayOfYear?: number;
  /** From 1, Monday. */
  weekday?: number;
  hour?: number;
  hourOfHalf?: number;
  isPm?: boolean;
  minute?: number;
  second?: number;
  nanos?: number;
  nanoOfDay?: number;
  zone?: Zone;
  isBeforeChrist?: boolean;
}

/** The date of the fields; undefined when they make none, or another day of the week than they name. */
export function dateOf(fields: DateFields): Temporal.PlainDate | undefined {
  const date = dayOf(fields);
  return fields.weekday === undefined || fields.weekday === date?.dayOfWeek ? date : undefined;
}

/** Days that a month does not have become its last day. */
function dayOf(fields: DateFields): Temporal.PlainDate | undefined {
  const { month, day, dayOfYear } = fields;
  if (fields.year === undefined) return undefined;
  const year = fields.isBeforeChrist === true ? 1 - fields.year : fields.year;
  if (dayOfYear !== undefined && month === undefined) {
    const date = Temporal.PlainDate.from({ year, month: 1, day: 1 }).add({ days: dayOfYear - 1 });
    return date.year === year ? date : undefined;
  }
  if (month === undefined || day === undefined || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  return Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' });
}

/** The time of the fields; undefined when they make none. */
export function timeOf(fields: DateFields): Temporal.PlainTime | undefined {
  if (fields.nanoOfDay !== undefined) return new Temporal.PlainTime().add({ nanoseconds: fields.nanoOfDay });
  const hour = fields.hour ?? halfDayHour(fields);
  if (hour === undefined) return undefined;
  const { minute = 0, second = 0, nanos = 0 } = fields;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  if (fields.isPm !== undefined && fields.isPm !== hour >= 12) return undefined;
  return new Temporal.PlainTime(
    hour,
    minute,
    second,
    Math.floor(nanos / 1_000_000),
    Math.floor(nanos / 1_000) % 1_000,
    nanos % 1_000,
  );
}

function halfDayHour({ hourOfHalf, isPm }: DateFields): number | undefined {
  if (hourOfHalf === undefined || isPm === undefined || hourOfHalf > 12) return undefined;
  return (hourOfHalf % 12) + (isPm ? 12 : 0);
}
