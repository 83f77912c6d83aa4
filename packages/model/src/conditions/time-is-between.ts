/** The offset in whole hours or with minutes; a zone's name may follow. */
const timePattern = /(?:^|T)(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)(?:\[[\w/+-]+\])?$/;

/**
 * Whether the time of day of `date` (ISO, with offset) is after `after` and before `before` (`08:00:00+02:00`), both
 * exclusive. Times are compared as they would follow each other on one day. Throws a RangeError for what is no time.
 */
export function timeIsBetween(date: string, after: string | undefined, before: string | undefined): boolean {
  const time = secondsOf(date);
  return (after === undefined || time > secondsOf(after)) && (before === undefined || time < secondsOf(before));
}

function secondsOf(text: string): number {
  const match = timePattern.exec(text);
  if (match === null) throw new RangeError(`'${text}' is not a time with offset such as 08:00:00+02:00`);
  const [, hours, minutes, seconds = '0', fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] = match;
  const local = Number(hours) * 3600 + Number(minutes) * 60 + Number(`${seconds}${fraction}`);
  const offset = Number(offsetHours) * 3600 + Number(offsetMinutes) * 60;
  return sign === '-' ? local + offset : local - offset;
}
