import { currentSettings, type Settings } from '../settings/settings.ts';

/** The zone of the reader. */
type Zone = Pick<Settings, 'zone'>;

/** An instant as ISO 8601 with the offset of the reader's zone, by which the server knows where days begin. */
export function isoInZone(at: number, look: Zone = currentSettings()): string {
  const offset = offsetOf(at, look);
  return `${new Date(at + msOf(offset)).toISOString().slice(0, -1)}${offset}`;
}

/** How much the clocks of the reader's zone are ahead of UTC at an instant, in milliseconds. */
export function offsetMs(at: number, look: Zone = currentSettings()): number {
  return msOf(offsetOf(at, look));
}

function msOf(offset: string): number {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d+):(\d+)/.exec(offset) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
}

/** `+01:00`; of a zone that this browser does not know its own. */
function offsetOf(at: number, { zone }: Zone): string {
  const format = (timeZone: string | undefined): string =>
    new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  let name: string;
  try {
    name = format(zone === '' ? undefined : zone);
  } catch {
    name = format(undefined);
  }
  return /[+-]\d\d:\d\d/.exec(name)?.[0] ?? '+00:00';
}
