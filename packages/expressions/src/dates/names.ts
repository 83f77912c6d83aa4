import type { Moment } from './moment.ts';

export type Width = 'short' | 'long' | 'narrow';

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let known = formatters.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat(locale, options);
    if (formatters.size > 500) formatters.clear();
    formatters.set(key, known);
  }
  return known;
}

/** A locale as Intl names it; Java writes en_US. Unknown ones fall back to English, as in Java to the root locale. */
export function localeOf(text: string): string {
  try {
    return new Intl.Locale(text.replaceAll('_', '-')).toString();
  } catch {
    return 'en';
  }
}

/** The local date and time of the moment, as if it were UTC: names depend on nothing else. */
function localDate({ at }: Moment): Date {
  const date = new Date(0);
  date.setUTCFullYear(at.year, at.month - 1, at.day);
  date.setUTCHours(at.hour, at.minute, at.second, at.millisecond);
  return date;
}

function part(moment: Moment, locale: string, options: Intl.DateTimeFormatOptions, type: string): string {
  const parts = formatter(locale, { timeZone: 'UTC', ...options }).formatToParts(localDate(moment));
  return parts.find((candidate) => candidate.type === type)?.value ?? '';
}

export function monthName(moment: Moment, locale: string, width: Width, isStandalone: boolean): string {
  const options: Intl.DateTimeFormatOptions = isStandalone ? { month: width } : { month: width, day: 'numeric' };
  const name = part(moment, locale, options, 'month');
  // where months are counted, the word for month stands apart from its number
  if (width === 'narrow' || !/^\d+$/.test(name)) return name;
  return formatter(locale, { timeZone: 'UTC', month: width }).format(localDate(moment));
}

export function weekdayName(moment: Moment, locale: string, width: Width): string {
  return part(moment, locale, { weekday: width }, 'weekday');
}

export function eraName(moment: Moment, locale: string, width: Width): string {
  return part(moment, locale, { era: width }, 'era');
}

export function dayPeriod(moment: Moment, locale: string, width: Width): string {
  return part(moment, locale, { hour: 'numeric', hour12: true, dayPeriod: width }, 'dayPeriod');
}

export function amPm(moment: Moment, locale: string): string {
  const name = part(moment, locale, { hour: 'numeric', hour12: true }, 'dayPeriod');
  return name === '' ? (moment.at.hour < 12 ? 'AM' : 'PM') : name;
}

/** Names that the locales of Intl leave out and Java has. */
const zoneNames: Readonly<Record<string, string>> = {
  'Asia/Tokyo': 'JST',
  'Asia/Seoul': 'KST',
  'Asia/Shanghai': 'CST',
  'Asia/Hong_Kong': 'HKT',
  'Asia/Singapore': 'SGT',
  'Asia/Dubai': 'GST',
  'Asia/Karachi': 'PKT',
  'Asia/Jakarta': 'WIB',
  'Asia/Manila': 'PST',
  'Europe/Moscow': 'MSK',
  'Europe/Istanbul': 'TRT',
  'America/Sao_Paulo': 'BRT',
  'America/Argentina/Buenos_Aires': 'ART',
  'America/Bogota': 'COT',
  'America/Lima': 'PET',
};

/** Each English has the abbreviations of its own zones only. */
const englishes = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA', 'en-CA'];

export function zoneName(moment: Moment, locale: string, isLong: boolean): string {
  const { zone, at } = moment;
  if (zone.id === 'GMT') return isLong ? 'Greenwich Mean Time' : 'GMT';
  if (!zone.isRegion || /[+-]/.test(zone.id.slice(1, 6))) return zone.id;
  const nameIn = (candidate: string, width: 'short' | 'long') =>
    formatter(candidate, { timeZone: zone.temporalId, timeZoneName: width })
      .formatToParts(at.epochMilliseconds)
      .find(({ type }) => type === 'timeZoneName')?.value ?? zone.id;
  if (isLong) return nameIn(locale, 'long');
  const isOffset = (name: string) => /^(?:GMT|UTC)[+-]/.test(name);
  const known = englishes.map((candidate) => nameIn(candidate, 'short')).find((name) => !isOffset(name));
  return known ?? zoneNames[zone.id] ?? nameIn(locale, 'short');
}

/** First day (1 = Monday) and least days of the first week; a locale without country counts from Sunday, as in Java. */
export function weekRules(locale: string): { readonly firstDay: number; readonly minimalDays: number } {
  const { region } = new Intl.Locale(locale);
  if (region === undefined) return { firstDay: 7, minimalDays: 1 };
  const info = (new Intl.Locale(locale) as { getWeekInfo?: () => { firstDay: number } }).getWeekInfo?.();
  const isIso =
    /^(?:AD|AN|AT|AX|BE|BG|CH|CZ|DE|DK|EE|ES|FI|FJ|FO|FR|GB|GF|GG|GI|GP|GR|HU|IE|IM|IS|IT|JE|LI|LT|LU|MC|MQ|NL|NO|PL|RE|RU|SE|SJ|SK|SM|VA)$/.test(
      region,
    );
  return { firstDay: info?.firstDay ?? 1, minimalDays: isIso ? 4 : 1 };
}

/** A localized style of a locale other than English. */
export function styledText(moment: Moment, locale: string, style: 'full' | 'long' | 'medium' | 'short'): string {
  const options = { dateStyle: style, timeStyle: style, timeZone: moment.zone.temporalId } as const;
  return formatter(locale, options).format(moment.at.epochMilliseconds);
}
