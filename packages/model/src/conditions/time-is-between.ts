const timePattern = /(?:^|T)(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

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
  const [, hours, minutes, seconds = '0', fraction = '', offset] = match;
  const local = Number(hours) * 3600 + Number(minutes) * 60 + Number(`${seconds}${fraction}`);
  return local - offsetSeconds(offset!);
}

function offsetSeconds(offset: string): number {
  if (offset === 'Z') return 0;
  const [hours, minutes] = [offset.slice(1, 3), offset.slice(-2)];
  return (offset.startsWith('-') ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
