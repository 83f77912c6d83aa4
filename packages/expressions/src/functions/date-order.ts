import type { PureFunction } from '../call-environment.ts';
import { readIso } from '../dates/read-date.ts';
import { zoneOf } from '../dates/zone.ts';
import { javaText } from '../values/java-text.ts';
import { ValueError } from '../values/value-error.ts';
import { isGiven } from './argument.ts';

const withOffset = /T.*(?:Z|[+-]\d{2}(?::\d{2})?)(?:\[[^\]]+\])?$/i;

/** Exclusive on both sides, compared as instants. */
export const isDateBetween: PureFunction = ([date, after, before]) => {
  const at = instant(date, 'isDateBetween', 'date');
  const start = instant(after, 'isDateBetween', 'after');
  const end = instant(before, 'isDateBetween', 'before');
  return at > start && at < end;
};

export const isDateAfter: PureFunction = ([date, after]) =>
  instant(date, 'isDateAfter', 'date') > instant(after, 'isDateAfter', 'after');

export const isDateBefore: PureFunction = ([date, before]) =>
  instant(date, 'isDateBefore', 'date') < instant(before, 'isDateBefore', 'before');

function instant(value: unknown, name: string, argument: string): bigint {
  if (!isGiven(value)) throw new ValueError(`The '${name}' function expects a '${argument}' argument.`);
  const text = javaText(value);
  try {
    if (withOffset.test(text)) return readIso(text, zoneOf('Z')).at.epochNanoseconds;
  } catch {
    // said below, with the name of the argument
  }
  throw new ValueError(
    `The '${name}' function could not parse '${argument}': '${text.slice(0, 100)}' is no date-time with an offset.`,
  );
}
