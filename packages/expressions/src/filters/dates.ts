import type { CallEnvironment, Filter } from '../call-environment.ts';
import { addToDate } from '../dates/add-to-date.ts';
import type { Moment } from '../dates/moment.ts';
import { inZone } from '../dates/moment.ts';
import { printDate } from '../dates/print-date.ts';
import { readDate } from '../dates/read-date.ts';
import { zoneOf } from '../dates/zone.ts';
import { readOperand } from '../values/read-number.ts';
import { javaText } from '../values/java-text.ts';
import { isNumber, toBigInt } from '../values/number-kind.ts';
import { ValueError } from '../values/value-error.ts';
import { isNull, nullStays } from './filter-input.ts';

export const date: Filter = nullStays((input, [format, timeZone, existingFormat, locale], environment) =>
  printIn(readIn(input, timeZone, existingFormat, locale, environment), format, locale, environment),
);

export const dateAdd: Filter = nullStays((input, args, environment) => {
  const [amount, unit, format, timeZone, existingFormat, locale] = args;
  if (isNull(amount)) throw new ValueError("The 'dateAdd' filter expects an argument 'amount'.");
  if (isNull(unit)) throw new ValueError("The 'dateAdd' filter expects an argument 'unit'.");
  const number = typeof amount === 'string' ? readOperand(amount) : amount;
  if (!isNumber(number)) throw new ValueError("The argument 'amount' of 'dateAdd' must be a number");
  const moment = readIn(input, timeZone, existingFormat, locale, environment);
  return printIn(addToDate(moment, toBigInt(number), javaText(unit)), format, locale, environment);
});

/** Reads a date and moves it to the zone wanted, or the one of the rendering. */
export function readIn(
  input: unknown,
  timeZone: unknown,
  existingFormat: unknown,
  locale: unknown,
  environment: CallEnvironment,
): Moment {
  const zone = zoneOf(isNull(timeZone) ? environment.timeZone : javaText(timeZone));
  const format = isNull(existingFormat) ? undefined : javaText(existingFormat);
  return inZone(readDate(input, zone, format, isNull(locale) ? environment.locale : javaText(locale)), zone);
}

export function printIn(moment: Moment, format: unknown, locale: unknown, environment: CallEnvironment): string {
  environment.charge(20);
  return printDate(
    moment,
    isNull(format) ? 'iso' : javaText(format),
    isNull(locale) ? environment.locale : javaText(locale),
  );
}
