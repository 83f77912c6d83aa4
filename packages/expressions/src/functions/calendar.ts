import type { PureFunction } from '../call-environment.ts';
import { javaText } from '../values/java-text.ts';
import { ValueError } from '../values/value-error.ts';
import { isGiven, required } from './argument.ts';
import { localDate } from './local-date.ts';

const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const positions = ['FIRST', 'SECOND', 'THIRD', 'FOURTH', 'LAST'];

export const dayOfWeek: PureFunction = ([date]) => days[localDate(date, 'dayOfWeek').date.dayOfWeek - 1];

export const dayOfMonth: PureFunction = ([date]) => localDate(date, 'dayOfMonth').date.day;

export const monthOfYear: PureFunction = ([date]) => localDate(date, 'monthOfYear').date.month;

export const hourOfDay: PureFunction = ([date]) => {
  const { time } = localDate(date, 'hourOfDay');
  if (time === undefined) throw new ValueError("The 'hourOfDay' function expects a date with a time.");
  return time.hour;
};

export const isWeekend: PureFunction = ([date]) => localDate(date, 'isWeekend').date.dayOfWeek >= 6;

export const isDayWeekInMonth: PureFunction = ([date, day, position]) => {
  const { date: local } = localDate(date, 'isDayWeekInMonth');
  const wanted = oneOf(required(day, 'isDayWeekInMonth', 'dayOfWeek'), days, 'isDayWeekInMonth', 'dayOfWeek');
  const place = oneOf(required(position, 'isDayWeekInMonth', 'position'), positions, 'isDayWeekInMonth', 'position');
  if (local.dayOfWeek - 1 !== wanted) return false;
  if (positions[place] === 'LAST') return local.day + 7 > local.daysInMonth;
  return Math.ceil(local.day / 7) - 1 === place;
};

/** Working days are a list, or a text of names between commas or blanks; without any they are Monday to Friday. */
export const isLastWorkingDay: PureFunction = ([date, workingDays]) => {
  const { date: local } = localDate(date, 'isLastWorkingDay');
  const given = isGiven(workingDays) ? dayList(workingDays) : [];
  const list = given.length > 0 ? given : days.slice(0, 5);
  const working = new Set(list.map((day) => oneOf(day, days, 'isLastWorkingDay', 'workingDays') + 1));
  if (!working.has(local.dayOfWeek)) return false;
  for (let later = local.add({ days: 1 }); later.month === local.month; later = later.add({ days: 1 })) {
    if (working.has(later.dayOfWeek)) return false;
  }
  return true;
};

function dayList(value: unknown): string[] {
  if (Array.isArray(value)) return value.map((day) => javaText(day));
  return javaText(value)
    .split(/[,\s]+/)
    .filter((day) => day !== '');
}

function oneOf(value: unknown, names: readonly string[], name: string, argument: string): number {
  const index = names.indexOf(javaText(value).trim().toUpperCase());
  if (index !== -1) return index;
  throw new ValueError(`The argument '${argument}' of '${name}' must be one of ${names.join(', ')}.`);
}
