import { ValueError } from '../values/value-error.ts';
import type { DateFields } from './date-fields.ts';
import type { PatternPart } from './pattern.ts';
import { monthNames, weekdayNames } from './name-tables.ts';
import { zoneOf } from './zone.ts';

interface Scan {
  readonly text: string;
  readonly locale: string;
  at: number;
  fields: DateFields;
}

/** Letters that are read as digits, with their least and most digits for one letter. */
const numeric = /[uyYMLdDHhKkmsSAnN]/;

/**
 * Reads a text with a Java pattern. Deterministic: a number takes as many digits as it may, less those that fixed
 * fields directly behind it need. Throws a ValueError that says where the text does not fit.
 */
export function parseWithPattern(text: string, parts: readonly PatternPart[], locale: string): DateFields {
  const scan: Scan = { text, locale, at: 0, fields: {} };
  if (!scanParts(scan, parts) || scan.at < text.length) {
    throw new ValueError(`Text '${text.slice(0, 100)}' could not be parsed at index ${scan.at}`);
  }
  return scan.fields;
}

function scanParts(scan: Scan, parts: readonly PatternPart[]): boolean {
  for (const [index, part] of parts.entries()) {
    if (part.type === 'optional') {
      const { at, fields } = scan;
      scan.fields = { ...fields };
      if (!scanParts(scan, part.parts)) Object.assign(scan, { at, fields });
    } else if (part.type === 'text') {
      if (!scan.text.startsWith(part.text, scan.at)) return false;
      scan.at += part.text.length;
    } else if (part.type === 'field') {
      while (part.pad > 0 && scan.text[scan.at] === ' ') scan.at++;
      if (!scanField(scan, part.letter, part.count, reservedDigits(parts, index))) return false;
    } else if (part.type === 'fraction') scanFraction(scan);
    else scanRegion(scan);
  }
  return true;
}

/** Digits that the fixed fields directly behind a field take. */
function reservedDigits(parts: readonly PatternPart[], index: number): number {
  let digits = 0;
  for (const part of parts.slice(index + 1)) {
    const isFixed = part.type === 'field' && numeric.test(part.letter) && part.count >= 2;
    if (!isFixed || (/[ML]/.test(part.letter) && part.count > 2)) break;
    digits += part.count;
  }
  return digits;
}

function scanFraction(scan: Scan): void {
  const match = /^\.(\d{1,9})/.exec(scan.text.slice(scan.at, scan.at + 10));
  if (match === null) return;
  scan.fields.nanos = Number((match[1] ?? '').padEnd(9, '0'));
  scan.at += match[0].length;
}

function scanRegion(scan: Scan): void {
  const match = /^\[([^\]]+)\]/.exec(scan.text.slice(scan.at, scan.at + 100));
  if (match === null) return;
  scan.fields.zone = zoneOf(match[1] ?? '');
  scan.at += match[0].length;
}

function scanField(scan: Scan, letter: string, count: number, reserved: number): boolean {
  const { fields } = scan;
  if ((letter === 'M' || letter === 'L') && count >= 3) {
    const month = scanName(scan, monthNames(scan.locale, count === 4 ? 'long' : 'short'));
    if (month === undefined) return false;
    fields.month = month + 1;
    return true;
  }
  if (letter === 'E' || ((letter === 'e' || letter === 'c') && count >= 3)) {
    const weekday = scanName(scan, weekdayNames(scan.locale, count === 4 ? 'long' : 'short'));
    if (weekday === undefined) return false;
    fields.weekday = weekday + 1;
    return true;
  }
  if (letter === 'a') {
    const half = scanName(scan, ['am', 'pm']);
    if (half === undefined) return false;
    fields.isPm = half === 1;
    return true;
  }
  if (letter === 'G') {
    const era = scanName(scan, count === 4 ? ['before christ', 'anno domini'] : ['bc', 'ad']);
    if (era === undefined) return false;
    fields.isBeforeChrist = era === 0;
    return true;
  }
  if (/[VzOXxZ]/.test(letter)) return scanZone(scan, letter);
  return scanNumber(scan, letter, count, reserved);
}

/** The index of the longest of the names that the text goes on with, whatever the letter case. */
function scanName(scan: Scan, names: readonly string[]): number | undefined {
  const rest = scan.text.slice(scan.at, scan.at + 60).toLowerCase();
  let best: number | undefined;
  for (const [index, name] of names.entries()) {
    if (name === '' || !rest.startsWith(name.toLowerCase())) continue;
    if (best === undefined || name.length > (names[best] ?? '').length) best = index;
  }
  if (best !== undefined) scan.at += (names[best] ?? '').length;
  return best;
}

function scanZone(scan: Scan, letter: string): boolean {
  const rest = scan.text.slice(scan.at, scan.at + 60);
  const pattern = /[XxZ]/.test(letter)
    ? /^(?:Z|[+-]\d{2}(?::?\d{2}){0,2})/
    : /^(?:(?:GMT|UTC|UT)?[+-]\d{1,2}(?::?\d{2})?|[A-Za-z][\w/+-]*)/;
  const match = pattern.exec(rest);
  if (match === null) return false;
  scan.fields.zone = zoneOf(match[0]);
  scan.at += match[0].length;
  return true;
}

const mostDigits: Readonly<Record<string, number>> = { D: 3, u: 9, y: 9, Y: 9, A: 12, n: 9, N: 15 };

function scanNumber(scan: Scan, letter: string, count: number, reserved: number): boolean {
  const isYear = /[uyY]/.test(letter);
  const isFixed = letter === 'S' || (count >= 2 && !(isYear && count >= 3) && !/[AnN]/.test(letter));
  const most = isFixed ? count : (mostDigits[letter] ?? 2);
  const sign = isYear && count !== 2 && /[+-]/.test(scan.text[scan.at] ?? '') ? scan.text[scan.at] : '';
  const start = scan.at + (sign === '' ? 0 : 1);
  let end = start;
  while (end < scan.text.length && end - start < most + reserved && /\d/.test(scan.text[end] ?? '')) end++;
  end = Math.min(isFixed ? end : Math.max(start + 1, end - reserved), start + most);
  const least = isFixed ? count : isYear ? Math.min(count, 4) : 1;
  // as in Java, a year of four letters has a sign when it has more digits, and only then
  if (isYear && sign === '+' && (count < 4 || end - start <= count)) return false;
  if (isYear && sign === '' && count >= 4 && end - start > count) return false;
  if (end - start < least || !/^\d+$/.test(scan.text.slice(start, end))) return false;
  const value = Number(scan.text.slice(start, end)) * (sign === '-' ? -1 : 1);
  if (!setNumber(scan.fields, letter, count, value, scan.text.slice(start, end))) return false;
  scan.at = end;
  return true;
}

function setNumber(fields: DateFields, letter: string, count: number, value: number, digits: string): boolean {
  switch (letter) {
    case 'u':
    case 'y':
    case 'Y':
      fields.year = count === 2 ? 2000 + value : value;
      return true;
    case 'M':
    case 'L':
      fields.month = value;
      return value >= 1 && value <= 12;
    case 'd':
      fields.day = value;
      return value >= 1 && value <= 31;
    case 'D':
      fields.dayOfYear = value;
      return value >= 1 && value <= 366;
    case 'H':
      fields.hour = value;
      return value <= 23;
    case 'k':
      fields.hour = value % 24;
      return value >= 1 && value <= 24;
    case 'h':
    case 'K':
      fields.hourOfHalf = value;
      return value <= 12;
    case 'm':
      fields.minute = value;
      return value <= 59;
    case 's':
      fields.second = value;
      return value <= 59;
    case 'S':
      fields.nanos = Number(digits.padEnd(9, '0'));
      return true;
    case 'n':
      fields.nanos = value;
      return true;
    case 'A':
      fields.nanoOfDay = value * 1_000_000;
      return value < 86_400_000;
    case 'N':
      fields.nanoOfDay = value;
      return value < 86_400e9;
    default:
      // quarters, weeks and the like are read over: year, month and day decide
      return true;
  }
}
