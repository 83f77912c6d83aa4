import { calculate, toDecimal } from '../values/arithmetic.ts';
import { javaText } from '../values/java-text.ts';
import { isIntegral, isNumber, toBigInt, toNumber } from '../values/number-kind.ts';
import { ValueError } from '../values/value-error.ts';
import { roundToPlaces } from './round-decimal.ts';

const specifier = /%(?:(\d{1,4})\$|(<))?([-#+ 0,(]*)(\d{1,6})?(?:\.(\d{1,4}))?([a-zA-Z%])/g;
const widest = 10_000;

/** Java's `String.format` for `%s %d %x %o %f %e %g %b %c %h %n %%`, with flags, width and precision. */
export function javaFormat(pattern: string, args: readonly unknown[]): string {
  if (pattern.replace(specifier, '').includes('%')) throw new ValueError('The format has a % without a conversion');
  let next = 0;
  let last = -1;
  return pattern.replace(specifier, (whole, index, relative, flags: string, width, precision, conversion: string) => {
    if (conversion === 'n') return '\n';
    if (Number(width ?? 0) > widest) throw new ValueError('The width of the format is too large', 'limit');
    let body = '%';
    if (conversion !== '%') {
      last = index !== undefined ? Number(index) - 1 : relative !== undefined ? last : next++;
      if (last < 0 || last >= args.length) throw new ValueError(`Format specifier '${whole}'`);
      body = convert(whole, conversion, flags, precision === undefined ? undefined : Number(precision), args[last]);
      if (flags.includes('0') && isNumber(args[last]) && width !== undefined) body = zeroPadded(body, Number(width));
    }
    const padded = flags.includes('-') ? body.padEnd(Number(width ?? 0)) : body.padStart(Number(width ?? 0));
    return conversion >= 'A' && conversion <= 'Z' ? padded.toUpperCase() : padded;
  });
}

function convert(
  whole: string,
  conversion: string,
  flags: string,
  precision: number | undefined,
  value: unknown,
): string {
  const kind = conversion.toLowerCase();
  if (kind === 's') return javaText(value).slice(0, precision);
  if (kind === 'b') return String(value !== null && value !== false).slice(0, precision);
  if (value === null) return 'null'.slice(0, precision);
  if (kind === 'c') return isNumber(value) ? String.fromCodePoint(toNumber(value)) : javaText(value).slice(0, 1);
  if (!isNumber(value)) throw new ValueError(`${whole} cannot print '${javaText(value).slice(0, 50)}'`);
  if (kind === 'd' || kind === 'x' || kind === 'o') {
    if (!isIntegral(value)) throw new ValueError(`${whole} cannot print a number with a fraction`);
    const integer = toBigInt(value);
    if (kind === 'd')
      return signed(integer < 0n, grouped((integer < 0n ? -integer : integer).toString(), flags), flags);
    const unsigned = integer < 0n ? BigInt.asUintN(64, integer) : integer;
    const prefix = flags.includes('#') ? (kind === 'x' ? '0x' : '0') : '';
    return prefix + unsigned.toString(kind === 'x' ? 16 : 8);
  }
  const number = toNumber(value);
  if (!Number.isFinite(number)) return Number.isNaN(number) ? 'NaN' : signed(number < 0, 'Infinity', flags);
  const places = precision ?? 6;
  switch (kind) {
    case 'f': {
      const text = roundToPlaces(toDecimal(calculate('+', value, 0)), places, 'half-up');
      return signed(text.startsWith('-'), grouped(text.replace('-', ''), flags), flags);
    }
    case 'e':
      return signed(number < 0, exponent(Math.abs(number), places), flags);
    case 'g': {
      const magnitude = Math.abs(number);
      const digits = places === 0 ? 1 : places;
      const order = magnitude === 0 ? 0 : Math.floor(Math.log10(magnitude));
      const text =
        magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 10 ** digits)
          ? exponent(magnitude, digits - 1)
          : magnitude.toFixed(Math.min(100, Math.max(0, digits - 1 - order)));
      return signed(number < 0, text, flags);
    }
    default:
      throw new ValueError(`Conversion = '${conversion}'`);
  }
}

function exponent(magnitude: number, places: number): string {
  const [mantissa = '', power = ''] = magnitude.toExponential(Math.min(places, 100)).split('e');
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, '0')}`;
}

function grouped(digits: string, flags: string): string {
  if (!flags.includes(',')) return digits;
  const [whole = '', fraction] = digits.split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

function signed(isNegative: boolean, text: string, flags: string): string {
  if (isNegative) return flags.includes('(') ? `(${text})` : `-${text}`;
  return flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;
}

function zeroPadded(text: string, width: number): string {
  const sign = /^[-+ (]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
