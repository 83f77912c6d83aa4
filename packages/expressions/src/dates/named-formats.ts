import type { PatternPart } from './pattern.ts';
import { parsePattern } from './pattern.ts';

/** `~` is the fraction as far as needed, `^` the same in groups of three, `@` the offset with the region in brackets. */
const sources: Readonly<Record<string, string>> = {
  iso: "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
  iso_sec: "yyyy-MM-dd'T'HH:mm:ssXXX",
  sql: 'yyyy-MM-dd HH:mm:ss.SSSSSS',
  sql_seq: 'yyyy-MM-dd HH:mm:ss',
  iso_date_time: "uuuu-MM-dd'T'HH:mm:ss~XXX@",
  iso_zoned_date_time: "uuuu-MM-dd'T'HH:mm:ss~XXX@",
  iso_offset_date_time: "uuuu-MM-dd'T'HH:mm:ss~XXX",
  iso_local_date_time: "uuuu-MM-dd'T'HH:mm:ss~",
  iso_date: 'uuuu-MM-dd[XXX]',
  iso_offset_date: 'uuuu-MM-ddXXX',
  iso_local_date: 'uuuu-MM-dd',
  iso_time: 'HH:mm:ss~XXX',
  iso_offset_time: 'HH:mm:ss~XXX',
  iso_local_time: 'HH:mm:ss~',
  iso_instant: "uuuu-MM-dd'T'HH:mm:ss^'Z'",
  iso_ordinal_date: 'uuuu-DDD[XXX]',
  iso_week_date: "YYYY-'W'ww-e[XXX]",
  basic_iso_date: 'uuuuMMdd[XX]',
  rfc_1123_date_time: "EEE, d MMM uuuu HH:mm:ss '%'",
};

/** Localized styles of English, with the narrow no-break space that Java puts before AM and PM. */
const styles: Readonly<Record<string, string>> = {
  full: "EEEE, MMMM d, y 'at' h:mm:ss\u202fa zzzz",
  long: "MMMM d, y 'at' h:mm:ss\u202fa z",
  medium: 'MMM d, y, h:mm:ss\u202fa',
  short: 'M/d/yy, h:mm\u202fa',
};

export interface NamedFormat {
  readonly name: string;
  readonly parts: readonly PatternPart[];
}

const parsed = new Map<string, NamedFormat>();

/** A format by its name; undefined when there is none of that name. */
export function namedFormat(format: string): NamedFormat | undefined {
  const name = format.toLowerCase();
  const source = Object.hasOwn(sources, name) ? sources[name] : Object.hasOwn(styles, name) ? styles[name] : undefined;
  if (source === undefined) return undefined;
  let found = parsed.get(name);
  if (found === undefined) {
    found = { name, parts: parsePattern(source).map(marked) };
    parsed.set(name, found);
  }
  return found;
}

export function isLocalizedStyle(name: string): boolean {
  return Object.hasOwn(styles, name);
}

function marked(part: PatternPart): PatternPart {
  if (part.type !== 'text') return part;
  if (part.text === '~') return { type: 'fraction', groups: false };
  if (part.text === '^') return { type: 'fraction', groups: true };
  return part.text === '@' ? { type: 'region' } : part;
}
