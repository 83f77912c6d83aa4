import type { PureFunction } from '../call-environment.ts';
import { momentAt } from '../dates/moment.ts';
import { zoneOf } from '../dates/zone.ts';
import { printIn } from '../filters/dates.ts';
import { javaText } from '../values/java-text.ts';
import { isGiven } from './argument.ts';

export const now: PureFunction = ([format, timeZone, , locale], environment) => {
  const zone = zoneOf(isGiven(timeZone) ? javaText(timeZone) : environment.timeZone);
  const epochNanoseconds = BigInt(Math.floor(environment.now())) * 1_000_000n;
  return printIn(momentAt(epochNanoseconds, zone), format, locale, environment);
};
