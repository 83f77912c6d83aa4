import { BigDecimal } from '../values/boxed.ts';
import { decimalText } from '../values/big-decimal.ts';
import { ValueError } from '../values/value-error.ts';
import { roundDecimal } from './round-decimal.ts';

interface Pattern {
  readonly prefix: string;
  readonly suffix: string;
  readonly minInteger: number;
  readonly maxInteger: number;
  readonly minFraction: number;
  readonly maxFraction: number;
  readonly grouping: number;
  readonly minExponent: number | undefined;
  readonly shift: number;
}

const cache = new Map<string, readonly [Pattern, Pattern | undefined]>();
const longestPattern = 500;

/** A number printed with a pattern of Java's DecimalFormat, rounded half to even, with the signs of English. */
export function decimalFormat(value: BigDecimal, source: string): string {
  let parsed = cache.get(source);
  if (parsed === undefined) {
    if (source.length > longestPattern) throw new ValueError('The number format is too long', 'limit');
    parsed = parse(source);
    if (cache.size > 200) cache.clear();
    cache.set(source, parsed);
  }
  const [positive, negative] = parsed;
  const magnitude = new BigDecimal(
    value.unscaled < 0n ? -value.unscaled : value.unscaled,
    value.scale - positive.shift,
  );
  const digits = positive.minExponent === undefined ? fixed(magnitude, positive) : scientific(magnitude, positive);
  if (value.unscaled >= 0n) return positive.prefix + digits + positive.suffix;
  if (negative !== undefined) return negative.prefix + digits + negative.suffix;
  return `-${positive.prefix}${digits}${positive.suffix}`;
}

function fixed(value: BigDecimal, pattern: Pattern): string {
  const rounded = decimalText(roundDecimal(value, pattern.maxFraction, 'half-even'));
  const [whole = '', fraction = ''] = rounded.split('.');
  const integer = (whole === '0' ? '' : whole).padStart(pattern.minInteger, '0');
  const grouped =
    pattern.grouping > 0 ? integer.replace(new RegExp(`\\B(?=(\\d{${pattern.grouping}})+$)`, 'g'), ',') : integer;
  let kept = fraction;
  while (kept.length > pattern.minFraction && kept.endsWith('0')) kept = kept.slice(0, -1);
  if (grouped === '' && kept === '') return '0';
  return kept === '' ? grouped : `${grouped}.${kept}`;
}

/** With more `#` and `0` in front than one, the exponent goes in steps of that many. */
function scientific(value: BigDecimal, pattern: Pattern): string {
  const text = value.unscaled.toString();
  let exponent = value.unscaled === 0n ? 0 : text.length - 1 - value.scale;
  const step = pattern.maxInteger;
  const isStepped = step > pattern.minInteger && step > 1;
  if (isStepped) exponent = Math.floor(exponent / step) * step;
  else exponent -= Math.max(pattern.minInteger, 1) - 1 - (pattern.minInteger === 0 ? -1 : 0);
  if (value.unscaled === 0n) exponent = 0;
  const places = isStepped
    ? Math.max(0, pattern.minInteger + pattern.maxFraction - (text.length - value.scale - exponent))
    : pattern.maxFraction;
  const mantissa = roundDecimal(new BigDecimal(value.unscaled, value.scale + exponent), places, 'half-even');
  const body = fixed(mantissa, { ...pattern, maxFraction: places, grouping: 0 });
  const sign = exponent < 0 ? '-' : '';
  return `${body}E${sign}${Math.abs(exponent)
    .toString()
    .padStart(pattern.minExponent ?? 1, '0')}`;
}

function parse(source: string): readonly [Pattern, Pattern | undefined] {
  const [positive = '', negative] = splitOutsideQuotes(source);
  return [parsePart(positive, source), negative === undefined ? undefined : parsePart(negative, source)];
}

function splitOutsideQuotes(source: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (const char of source) {
    if (char === "'") isQuoted = !isQuoted;
    if (char === ';' && !isQuoted) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}

function parsePart(part: string, source: string): Pattern {
  const match = /^((?:'[^']*'|[^#0,.'])*)([#0,]*)(?:(\.)([#0]*))?(?:E(0+))?((?:'[^']*'|[^#0,.'])*)$/.exec(part);
  if (match === null) throw new ValueError(`Malformed pattern "${source}"`);
  const [, before = '', integer = '', , fraction = '', exponent, after = ''] = match;
  const digits = integer.replaceAll(',', '');
  if (/0.*#/.test(digits) || /#.*0/.test(fraction)) throw new ValueError(`Malformed pattern "${source}"`);
  if (digits === '' && fraction === '' && part !== '') throw new ValueError(`Malformed pattern "${source}"`);
  const affixes = unquoted(before) + unquoted(after);
  const comma = integer.lastIndexOf(',');
  return {
    prefix: unquoted(before),
    suffix: unquoted(after),
    minInteger: digits.replaceAll('#', '').length,
    maxInteger: digits.length,
    minFraction: fraction.replaceAll('#', '').length,
    maxFraction: fraction.length,
    grouping: comma === -1 ? 0 : integer.length - comma - 1,
    minExponent: exponent?.length,
    shift: affixes.includes('%') ? 2 : affixes.includes('‰') ? 3 : 0,
  };
}

function unquoted(text: string): string {
  return text.replace(/'([^']*)'/g, (_, inner: string) => (inner === '' ? "'" : inner)).replaceAll('¤', '$');
}
