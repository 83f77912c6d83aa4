import { Temporal } from '../time.ts';
import { ValueError } from '../values/value-error.ts';

/** A time zone as Java names it (`id`) and as Temporal does. */
export interface Zone {
  readonly id: string;
  readonly temporalId: string;
  /** A region such as Europe/Paris, UTC or GMT+02:00; ISO forms name it in brackets behind the offset. */
  readonly isRegion: boolean;
}

const cache = new Map<string, Zone>();
const offset = /^([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/;
const prefixed = /^(UTC|GMT|UT)([+-].+)$/;

/** A region, an offset (`+05:30`), `Z`, or `GMT+2`. Throws a ValueError that names what is none of them. */
export function zoneOf(text: string): Zone {
  let zone = cache.get(text);
  if (zone === undefined) {
    zone = read(text);
    if (cache.size > 500) cache.clear();
    cache.set(text, zone);
  }
  return zone;
}

function read(text: string): Zone {
  if (text === 'Z' || text === 'z') return { id: 'Z', temporalId: 'UTC', isRegion: false };
  const fixed = fixedOffset(text);
  if (fixed !== undefined) return { id: fixed, temporalId: fixed, isRegion: false };
  const match = prefixed.exec(text);
  const rest = match === null ? undefined : fixedOffset(match[2] ?? '');
  if (match !== null && rest !== undefined) return { id: `${match[1]}${rest}`, temporalId: rest, isRegion: true };
  try {
    new Temporal.ZonedDateTime(0n, text);
    return { id: text, temporalId: text, isRegion: true };
  } catch {
    throw new ValueError(`Unknown time-zone ID: ${text.slice(0, 100)}`);
  }
}

function fixedOffset(text: string): string | undefined {
  const match = offset.exec(text);
  if (match === null || Number(match[2]) > 18 || Number(match[3] ?? 0) > 59) return undefined;
  return `${match[1]}${(match[2] ?? '').padStart(2, '0')}:${match[3] ?? '00'}`;
}
