import type { Moment } from './moment.ts';
import { nanosOf, offsetSecondsOf } from './moment.ts';
import { isLocalizedStyle, namedFormat } from './named-formats.ts';
import {
  amPm,
  dayPeriod,
  eraName,
  localeOf,
  monthName,
  styledText,
  weekRules,
  weekdayName,
  zoneName,
} from './names.ts';
import type { Width } from './names.ts';
import { offsetText } from './offset-text.ts';
import type { PatternPart } from './pattern.ts';
import { parsePattern } from './pattern.ts';
import { localDayOfWeek, weekOfMonth, weekOfYear } from './week-of.ts';

const cache = new Map<string, readonly PatternPart[]>();

/** Prints a moment with a named format or a Java pattern. Throws a ValueError for a pattern that cannot be read. */
export function printDate(moment: Moment, format: string, localeText: string): string {
  const locale = localeOf(localeText);
  const named = namedFormat(format);
  if (named === undefined) return printParts(moment, patternOf(format), locale);
  if (named.name === 'rfc_1123_date_time') {
    const offset = offsetSecondsOf(moment);
    const zone = offset === 0 ? 'GMT' : offsetText(offset, 'xx');
    return printParts(moment, named.parts, 'en').replace('%', zone);
  }
  if (isLocalizedStyle(named.name) && !locale.startsWith('en')) {
    return styledText(moment, locale, named.name as 'full');
  }
  if (named.name === 'iso_instant') return printParts(inUtc(moment), named.parts, 'en');
  if (named.name === 'iso_week_date') return isoWeekDate(moment);
  return printParts(moment, named.parts, isLocalizedStyle(named.name) ? locale : 'en');
}

export function patternOf(source: string): readonly PatternPart[] {
  let parts = cache.get(source);
  if (parts === undefined) {
    parts = parsePattern(source);
    if (cache.size > 500) cache.clear();
    cache.set(source, parts);
  }
  return parts;
}

function printParts(moment: Moment, parts: readonly PatternPart[], locale: string): string {
  let text = '';
  for (const part of parts) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'optional') text += printParts(moment, part.parts, locale);
    else if (part.type === 'fraction') text += fraction(nanosOf(moment), part.groups);
    else if (part.type === 'region') text += moment.zone.isRegion ? `[${moment.zone.id}]` : '';
    else text += printField(moment, part.letter, part.count, locale).padStart(part.pad, ' ');
  }
  return text;
}

function inUtc({ at, zone }: Moment): Moment {
  return { at: at.withTimeZone('UTC'), zone };
}

function isoWeekDate(moment: Moment): string {
  const { at } = moment;
  const week = String(at.weekOfYear).padStart(2, '0');
  return `${String(at.yearOfWeek).padStart(4, '0')}-W${week}-${at.dayOfWeek}${offsetText(offsetSecondsOf(moment), 'XXX')}`;
}

function fraction(nanos: number, groups: boolean): string {
  if (nanos === 0) return '';
  const digits = String(nanos).padStart(9, '0');
  return `.${groups ? digits.replace(/(?:000){1,2}$/, '') : digits.replace(/0+$/, '')}`;
}

function printField(moment: Moment, letter: string, count: number, locale: string): string {
  const { at } = moment;
  const number = (value: number) => String(value).padStart(count, '0');
  switch (letter) {
    case 'u':
      return year(at.year, count);
    case 'y':
      return year(at.year > 0 ? at.year : 1 - at.year, count);
    case 'Y':
      return year(weekOfYear(at.toPlainDate(), weekRules(locale)).year, count);
    case 'M':
    case 'L':
      return count < 3 ? number(at.month) : monthName(moment, locale, widthOf(count), letter === 'L');
    case 'Q':
    case 'q':
      return quarter(Math.ceil(at.month / 3), count);
    case 'd':
      return number(at.day);
    case 'D':
      return number(at.dayOfYear);
    case 'F':
      return number(Math.ceil(at.day / 7));
    case 'E':
      return weekdayName(moment, locale, widthOf(Math.max(count, 3)));
    case 'e':
    case 'c':
      if (count >= 3) return weekdayName(moment, locale, widthOf(count));
      return number(localDayOfWeek(at.dayOfWeek, weekRules(locale)));
    case 'w':
      return number(weekOfYear(at.toPlainDate(), weekRules(locale)).week);
    case 'W':
      return number(weekOfMonth(at.toPlainDate(), weekRules(locale)));
    case 'a':
      return amPm(moment, locale);
    case 'B':
      return dayPeriod(moment, locale, count === 4 ? 'long' : count === 5 ? 'narrow' : 'short');
    case 'G':
      return eraName(moment, locale, widthOf(Math.max(count, 3)));
    case 'V':
      return moment.zone.id;
    case 'z':
      return zoneName(moment, locale, count === 4);
    case 'O':
    case 'X':
    case 'x':
    case 'Z':
      return offsetText(offsetSecondsOf(moment), letter.repeat(count));
    case 'S':
      return String(nanosOf(moment)).padStart(9, '0').slice(0, count);
    default:
      return number(clockField(moment, letter));
  }
}

function clockField(moment: Moment, letter: string): number {
  const { hour, minute, second } = moment.at;
  const nanos = nanosOf(moment);
  switch (letter) {
    case 'H':
      return hour;
    case 'k':
      return hour === 0 ? 24 : hour;
    case 'K':
      return hour % 12;
    case 'h':
      return hour % 12 === 0 ? 12 : hour % 12;
    case 'm':
      return minute;
    case 's':
      return second;
    case 'n':
      return nanos;
    case 'A':
      return ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(nanos / 1_000_000);
    default:
      return ((hour * 60 + minute) * 60 + second) * 1e9 + nanos;
  }
}

/** Two letters print the last two digits; from four on, longer years carry a plus. */
function year(value: number, count: number): string {
  const digits = String(Math.abs(value));
  if (count === 2) return String(Math.abs(value) % 100).padStart(2, '0');
  const sign = value < 0 ? '-' : count >= 4 && digits.length > count ? '+' : '';
  return sign + digits.padStart(count, '0');
}

function quarter(value: number, count: number): string {
  if (count <= 2) return String(value).padStart(count, '0');
  if (count === 3) return `Q${value}`;
  return count === 5 ? String(value) : `${value}${['st', 'nd', 'rd', 'th'][value - 1]} quarter`;
}

function widthOf(count: number): Width {
  return count === 4 ? 'long' : count === 5 ? 'narrow' : 'short';
}
