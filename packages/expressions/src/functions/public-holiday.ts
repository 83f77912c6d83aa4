import type Holidays from 'date-holidays';
import type { PureFunction } from '../call-environment.ts';
import { requireLater } from '../text/node-modules.ts';
import { javaText } from '../values/java-text.ts';
import { ValueError } from '../values/value-error.ts';
import { isGiven, required } from './argument.ts';
import { localDate } from './local-date.ts';

const calendars = new Map<string, Holidays>();

/** Countries by their two letters; a sub-division that is not known counts as the country. */
export const isPublicHoliday: PureFunction = ([date, countryCode, subDivision], environment) => {
  const { date: local } = localDate(date, 'isPublicHoliday');
  const country = javaText(required(countryCode, 'isPublicHoliday', 'countryCode')).toUpperCase();
  const region = isGiven(subDivision) ? javaText(subDivision).trim().toUpperCase() : '';
  environment.charge(5_000);
  const calendar = calendarOf(country, region);
  return calendar
    .getHolidays(local.year)
    .some(({ type, date: day }) => type === 'public' && day.slice(0, 10) === local.toString());
};

/** The data of all countries is large, so it is loaded at the first question. */
function calendarOf(country: string, region: string): Holidays {
  const key = `${country} ${region}`;
  let calendar = calendars.get(key);
  if (calendar === undefined) {
    const library = requireLater('date-holidays') as typeof Holidays | { default: typeof Holidays };
    const Calendar = 'default' in library ? library.default : library;
    calendar = region === '' ? new Calendar(country) : new Calendar(country, region);
    if (Object.keys(calendar.getRules?.() ?? calendar.getHolidays(2024)).length === 0) {
      calendar = new Calendar(country);
    }
    if (calendar.getHolidays(2024).length === 0) throw new ValueError(`Unknown country code '${country.slice(0, 20)}'`);
    if (calendars.size > 50) calendars.clear();
    calendars.set(key, calendar);
  }
  return calendar;
}
