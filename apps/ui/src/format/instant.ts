import { currentSettings, type Settings } from '../settings/settings.ts';

/** How instants are shown: the zone, and whether as ISO or as the browser's language does. */
type Look = Pick<Settings, 'zone' | 'dates'>;

interface Formats {
  readonly date: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
  readonly minute: Intl.DateTimeFormat;
  readonly offset: Intl.DateTimeFormat;
}

const made = new Map<string, Formats>();

/** `2026-03-04 17:05:09.042`, in the zone of the settings. */
export function formatInstant(at: number, look: Look = currentSettings()): string {
  return `${formatDate(at, look)} ${formatTime(at, look)}`;
}

/** `2026-03-04 17:05`, for what is not counted in seconds. */
export function formatMinute(at: number, look: Look = currentSettings()): string {
  return `${formatDate(at, look)} ${formatsOf(look).minute.format(at)}`;
}

/** The same with the zone, where it stands alone: `2026-03-04 17:05:09.042 UTC+1`. */
export function formatInstantWithZone(at: number, look: Look = currentSettings()): string {
  const offset = formatsOf(look)
    .offset.formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  return `${formatInstant(at, look)} ${offset?.replace('GMT', 'UTC').replace(/\+0$/, '') ?? ''}`;
}

/** The zone by its name, where instants of summer and winter stand together: `Europe/Berlin`. */
export function zoneName(look: Look = currentSettings()): string {
  return formatsOf(look).offset.resolvedOptions().timeZone;
}

/** `17:05:09.042`. */
export function formatTime(at: number, look: Look = currentSettings()): string {
  return formatsOf(look).time.format(at);
}

function formatDate(at: number, look: Look): string {
  return formatsOf(look).date.format(at);
}

/** How long ago, coarsely; a date once it is more than thirty days. */
export function formatAgo(at: number, now: number, look: Look = currentSettings()): string {
  const seconds = Math.round((now - at) / 1000);
  if (seconds < -5) return `in ${coarse(-seconds)}`;
  if (seconds < 5) return 'just now';
  return seconds > 30 * 86_400 ? formatDate(at, look) : `${coarse(seconds)} ago`;
}

function coarse(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** Making one takes longer than using it a thousand times. */
function formatsOf({ zone, dates }: Look): Formats {
  const name = `${dates} ${zone}`;
  const known = made.get(name);
  if (known !== undefined) return known;
  const formats = makeFormats(zone, dates);
  made.set(name, formats);
  return formats;
}

function makeFormats(zone: string, dates: Settings['dates']): Formats {
  const timeZone = isZone(zone) ? zone : undefined;
  const minute = { hour: '2-digit', minute: '2-digit', timeZone } as const;
  const time = { ...minute, second: '2-digit', fractionalSecondDigits: 3 } as const;
  const offset = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset', timeZone });
  return dates === 'iso'
    ? {
        date: new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }),
        time: new Intl.DateTimeFormat('en-GB', { ...time, hourCycle: 'h23' }),
        minute: new Intl.DateTimeFormat('en-GB', { ...minute, hourCycle: 'h23' }),
        offset,
      }
    : {
        date: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone }),
        time: new Intl.DateTimeFormat(undefined, time),
        minute: new Intl.DateTimeFormat(undefined, minute),
        offset,
      };
}

/** One that this browser does not know, such as another one's, is that of the browser. */
function isZone(zone: string): boolean {
  try {
    return zone !== '' && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
