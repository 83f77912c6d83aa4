import { chargeSearch } from '../text/charge-search.ts';
import { codePoints } from '../text/code-points.ts';
import type { CallEnvironment } from '../call-environment.ts';
import { defaultLimits } from '../limits.ts';
import { compileRegex } from '../text/regex.ts';
import type { RegexMatch } from '../text/regex.ts';
import { mapOf } from '../values/plain-map.ts';
import { needList } from './builtins-collections.ts';
import type { BuiltinValue } from './builtins-values.ts';
import { describe, numberOf } from './jq-values.ts';
import { jqFailure } from './machine.ts';
import type { Env } from './machine.ts';

export const textBuiltins: Readonly<Record<string, BuiltinValue>> = {
  'utf8bytelength/0': (input) => {
    if (typeof input !== 'string') throw jqFailure(`${describe(input)} only strings have UTF-8 byte length`);
    return new TextEncoder().encode(input).length;
  },
  'startswith/1': (input, [part]) => {
    if (typeof input === 'string' && typeof part === 'string') return input.startsWith(part);
    throw jqFailure('startswith() requires string inputs');
  },
  'endswith/1': (input, [part]) => {
    if (typeof input === 'string' && typeof part === 'string') return input.endsWith(part);
    throw jqFailure('endswith() requires string inputs');
  },
  'ltrimstr/1': (input, [part]) =>
    typeof input === 'string' && typeof part === 'string' && input.startsWith(part) ? input.slice(part.length) : input,
  'rtrimstr/1': (input, [part]) =>
    typeof input === 'string' && typeof part === 'string' && part !== '' && input.endsWith(part)
      ? input.slice(0, -part.length)
      : input,
  'ascii_downcase/0': (input) => needText(input, 'ascii_downcase').replace(/[A-Z]/g, (char) => char.toLowerCase()),
  'ascii_upcase/0': (input) => needText(input, 'ascii_upcase').replace(/[a-z]/g, (char) => char.toUpperCase()),
  'explode/0': (input) => {
    if (typeof input !== 'string') throw jqFailure(`${describe(input)} cannot be exploded`);
    return Array.from(input, (char) => char.codePointAt(0) ?? 0);
  },
  'implode/0': (input) => {
    const points = needList(input, 'imploded').map((point) => numberOf(point));
    if (points.some((point) => !(point >= 0 && point <= 0x10ffff))) throw jqFailure('Invalid codepoint literal');
    return points.map((point) => String.fromCodePoint(Math.floor(point))).join('');
  },
  'split/1': (input, [separator], env) => {
    if (typeof input !== 'string' || typeof separator !== 'string')
      throw jqFailure('split input and separator must be strings');
    chargeSearch(env.machine, input, separator);
    return input === '' ? [] : separator === '' ? codePoints(input) : input.split(separator);
  },
  'split/2': (input, [regex, flags], env) => {
    const text = needText(input, 'split');
    const parts: string[] = [];
    let start = 0;
    for (const match of matches(text, regex, joinFlags(flags, 'g'), env)) {
      parts.push(text.slice(start, match.start));
      start = match.end;
    }
    return [...parts, text.slice(start)];
  },
  'ascii/0': (input) => String.fromCharCode(numberOf(input)),
  '_match_list/3': (input, [regex, flags, isTest], env) => {
    if (typeof input !== 'string') throw jqFailure(`${describe(input)} cannot be matched, as it is not a string`);
    const [pattern, options] = Array.isArray(regex)
      ? [regex[0] as unknown, (regex[1] as unknown) ?? null]
      : [regex, flags];
    const found = matches(input, pattern, options, env);
    if (isTest === true) return found.length > 0;
    const pointsAt = counter(input);
    return found.map((match) => matchObject(input, match, pointsAt));
  },
};

function needText(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw jqFailure(`${name} input must be a string`);
}

function joinFlags(flags: unknown, more: string): string {
  return `${typeof flags === 'string' ? flags : ''}${more}`;
}

/** Oniguruma's flags: g all, i any case, x extended, s single line, n no empty matches, l longest, p both. */
function matches(text: string, regex: unknown, flags: unknown, env: Env): readonly RegexMatch[] {
  if (typeof regex !== 'string') throw jqFailure(`${describe(regex)} cannot be matched, as it is not a string`);
  if (flags !== null && typeof flags !== 'string') throw jqFailure(`${describe(flags)} is not a string`);
  const options = flags ?? '';
  if (/[^gimnpslx]/.test(options)) throw jqFailure(`${options} is not a valid modifier string`);
  const inline = `${options.includes('i') ? 'i' : ''}${/[sp]/.test(options) ? 's' : ''}`;
  const source = options.includes('x')
    ? regex.replace(/\\.|\s+|#.*$/gm, (part) => (part.startsWith('\\') ? part : ''))
    : regex;
  const compiled = compileRegex(inline === '' ? source : `(?${inline})${source}`);
  const environment = {
    charge: (steps: number) => env.machine.charge(steps),
    limits: defaultLimits,
  } as CallEnvironment;
  const found = options.includes('g')
    ? compiled.findAll(text, environment)
    : [compiled.find(text, environment)].filter((match) => match !== undefined);
  return options.includes('n') ? found.filter((match) => match.end > match.start) : found;
}

/** Offsets and lengths in code points. */
function matchObject(text: string, match: RegexMatch, pointsAt: (at: number) => number): unknown {
  const start = pointsAt(match.start);
  const names = new Map(Object.entries(match.names).map(([name, index]) => [index, name]));
  let searchFrom = match.start;
  const captures = match.groups.slice(1).map((group, index) => {
    const at = group === undefined ? -1 : text.indexOf(group, searchFrom);
    if (group !== undefined && at !== -1) searchFrom = at;
    return mapOf([
      ['offset', at === -1 ? -1 : start + points(text.slice(match.start, at))],
      ['length', group === undefined ? 0 : points(group)],
      ['string', group ?? null],
      ['name', names.get(index + 1) ?? null],
    ]);
  });
  const whole = match.groups[0] ?? '';
  return mapOf([
    ['offset', start],
    ['length', points(whole)],
    ['string', whole],
    ['captures', captures],
  ]);
}

function points(text: string): number {
  return codePoints(text).length;
}

/** Offsets in code points for rising offsets in code units, without counting from the start each time. */
function counter(text: string): (at: number) => number {
  let units = 0;
  let count = 0;
  return (at) => {
    count += points(text.slice(units, at));
    units = at;
    return count;
  };
}
