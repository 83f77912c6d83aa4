const date = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });
const zone = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' });

/** `2026-03-04 17:05:09.042`, in the browser's zone. */
export function formatInstant(at: number): string {
  return `${date.format(at)} ${formatTime(at)}`;
}

/** The same with the zone, where it stands alone: `2026-03-04 17:05:09.042 GMT+1`. */
export function formatInstantWithZone(at: number): string {
  const offset = zone.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
  return `${formatInstant(at)} ${offset}`;
}

/** `17:05:09.042`. */
export function formatTime(at: number): string {
  const time = new Date(at);
  const digits = (value: number, length = 2) => String(value).padStart(length, '0');
  return `${digits(time.getHours())}:${digits(time.getMinutes())}:${digits(time.getSeconds())}.${digits(time.getMilliseconds(), 3)}`;
}

/** How long ago, coarsely; a date once it is more than thirty days. */
export function formatAgo(at: number, now: number): string {
  const seconds = Math.round((now - at) / 1000);
  if (seconds < -5) return `in ${coarse(-seconds)}`;
  if (seconds < 5) return 'just now';
  return seconds > 30 * 86_400 ? date.format(at) : `${coarse(seconds)} ago`;
}

function coarse(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}
