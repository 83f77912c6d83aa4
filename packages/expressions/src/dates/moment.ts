import { Temporal } from '../time.ts';
import type { Zone } from './zone.ts';

/** A point in time with the zone that it is to be read in. */
export interface Moment {
  readonly at: Temporal.ZonedDateTime;
  readonly zone: Zone;
}

export function momentAt(epochNanoseconds: bigint, zone: Zone): Moment {
  return { at: new Temporal.ZonedDateTime(epochNanoseconds, zone.temporalId), zone };
}

/** A local date-time in the zone; in a gap of the clock it moves forward, as in Java. */
export function momentOf(local: Temporal.PlainDateTime, zone: Zone): Moment {
  return { at: local.toZonedDateTime(zone.temporalId), zone };
}

export function inZone({ at }: Moment, zone: Zone): Moment {
  return { at: at.withTimeZone(zone.temporalId), zone };
}

export function offsetSecondsOf({ at }: Moment): number {
  return Math.trunc(at.offsetNanoseconds / 1e9);
}

export function nanosOf({ at }: Moment): number {
  return at.millisecond * 1_000_000 + at.microsecond * 1_000 + at.nanosecond;
}
