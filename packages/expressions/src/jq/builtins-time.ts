import { isNumber } from '../values/number-kind.ts';
import type { BuiltinValue } from './builtins-values.ts';
import { describe, numberOf } from './jq-values.ts';
import { jqFailure } from './machine.ts';
import { formatTime, parseTime } from './strftime.ts';

/** Broken-down times are lists: year, month from 0, day, hours, minutes, seconds, day of week, day of year. All in UTC. */
export const timeBuiltins: Readonly<Record<string, BuiltinValue>> = {
  'gmtime/0': (input) => brokenDown(input),
  'localtime/0': (input) => brokenDown(input),
  'mktime/0': (input) => {
    if (!Array.isArray(input)) throw jqFailure('mktime requires array of 6 numbers');
    return Math.floor(epochSeconds(input));
  },
  'strftime/1': (input, [format]) => print(input, format, 'strftime/1'),
  'strflocaltime/1': (input, [format]) => print(input, format, 'strflocaltime/1'),
  'strptime/1': (input, [format]) => {
    if (typeof input !== 'string') throw jqFailure(`strptime/1 requires string inputs and arguments`);
    const time = parseTime(input, String(format));
    if (time === undefined) throw jqFailure(`date "${input}" does not match format "${String(format)}"`);
    return brokenDown(time / 1000);
  },
};

function brokenDown(input: unknown): number[] {
  if (!isNumber(input)) throw jqFailure('gmtime() requires a number');
  const seconds = numberOf(input);
  const date = new Date(Math.floor(seconds) * 1000);
  if (Number.isNaN(date.getTime())) throw jqFailure('error converting number of seconds since epoch to datetime');
  const year = date.getUTCFullYear();
  const dayOfYear = Math.floor((date.getTime() - Date.UTC(year, 0, 1)) / 86_400_000);
  const fraction = seconds - Math.floor(seconds);
  return [
    year,
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds() + fraction,
    date.getUTCDay(),
    dayOfYear,
  ];
}

function epochSeconds(parts: readonly unknown[]): number {
  const [year, month, day, hours, minutes, seconds] = parts.map((part) =>
    isNumber(part) ? numberOf(part) : Number.NaN,
  );
  const time = Date.UTC(year ?? 0, month ?? 0, day ?? 1, hours ?? 0, minutes ?? 0, Math.floor(seconds ?? 0));
  if (Number.isNaN(time) || parts.length < 6) throw jqFailure('mktime requires parsed datetime inputs');
  return time / 1000;
}

function print(input: unknown, format: unknown, name: string): string {
  if (typeof format !== 'string') throw jqFailure(`${name} requires a string format`);
  const parts = isNumber(input) ? brokenDown(input) : input;
  if (!Array.isArray(parts)) throw jqFailure(`${name} requires parsed datetime inputs, not ${describe(input)}`);
  return formatTime(new Date(epochSeconds(parts) * 1000), format);
}
