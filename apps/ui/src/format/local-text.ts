/** What fields for date and time hold: they know no zone, so it is that of the reader's settings, as everywhere. */
import { currentSettings, type Settings } from '../settings/settings.ts';
import { isoInZone, offsetMs } from './iso-in-zone.ts';

type Zone = Pick<Settings, 'zone'>;

const zoned = /(Z|[+-]\d\d:?\d\d)$/;

/** An instant as such a field shows it, to the second; other texts are as they were. */
export function toLocalText(text: string, look: Zone = currentSettings()): string {
  const at = zoned.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? text : isoInZone(at, look).slice(0, 19);
}

/**
 * What such a field holds, `2026-03-04T17:05`, as an instant in ISO 8601; other texts are as they were. Of an hour that the
 * clocks pass over, it is the one after.
 */
export function fromLocalText(text: string, look: Zone = currentSettings()): string {
  if (zoned.test(text)) return text;
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) return text;
  // Near a change of the clocks the first offset is that of the other side
  const nearly = asUtc - offsetMs(asUtc, look);
  return new Date(asUtc - offsetMs(nearly, look)).toISOString();
}
