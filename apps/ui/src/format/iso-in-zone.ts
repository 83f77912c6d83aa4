import { currentSettings, type Settings } from '../settings/settings.ts';

/** An instant as ISO 8601 with the offset of the reader's zone, by which the server knows where days begin. */
export function isoInZone(at: number, { zone }: Pick<Settings, 'zone'> = currentSettings()): string {
  const offset = offsetOf(at, zone);
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d+):(\d+)/.exec(offset) ?? [];
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return `${new Date(at + offsetMs).toISOString().slice(0, -1)}${offset}`;
}

/** `+01:00`; of a zone that this browser does not know its own. */
function offsetOf(at: number, zone: string): string {
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
