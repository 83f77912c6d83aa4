/** Instants, dates and times of day as inputs take them. Each throws a RangeError that says what is expected. */
import { instantText } from '@windhover/expressions';

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.(\d{1,9}))?)?(?:Z|[+-]\d{2}:?\d{2})$/;
const date = /^(\d{4})-(\d{2})-(\d{2})$/;
const time = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,9})?)?$/;

/** Epoch milliseconds of an ISO date and time with offset. */
export function toInstant(text: string): number {
  const at = dateTime.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN;
  if (Number.isNaN(at))
    throw new RangeError(`'${text}' is not a date and time with offset such as 2026-02-05T13:04:09Z`);
  return at;
}

/** The same instant in UTC, with all of its fraction. */
export function toInstantText(text: string): string {
  const epochMs = toInstant(text);
  const fraction = dateTime.exec(text.trim())?.[1] ?? '';
  return instantText(BigInt(epochMs) * 1_000_000n + BigInt(fraction.padEnd(9, '0').slice(3)));
}

/** `yyyy-MM-dd` of a day that exists. */
export function toDate(text: string): string {
  const match = date.exec(text.trim());
  const [year, month, day] = (match?.slice(1) ?? []).map(Number) as [number, number, number];
  const exists =
    match !== null && new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day && month >= 1 && month <= 12;
  if (!exists) throw new RangeError(`'${text}' is not a date such as 2026-02-05`);
  return match[0];
}

/** `HH:mm:ss`, with a fraction where one was given. */
export function toTime(text: string): string {
  const match = time.exec(text.trim());
  if (match === null) throw new RangeError(`'${text}' is not a time such as 13:04 or 13:04:09`);
  return `${match[1]}:${match[2]}:${match[3] ?? '00'}${match[4] ?? ''}`;
}
