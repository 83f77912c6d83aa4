import { BigDecimal } from './boxed.ts';

/** Digits of a quotient, as with Java's DECIMAL128. */
const precision = 34;

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/;

/** Digits are read in more than linear time. */
const longestNumber = 10_000;

/** Reads `1.10`, `-3e5` …; undefined when the text is no number or is absurdly long. */
export function parseBigDecimal(text: string): BigDecimal | undefined {
  const match = text.length > longestNumber ? null : pattern.exec(text);
  if (match === null || (match[2] ?? '') + (match[3] ?? '') === '') return undefined;
  const digits = BigInt(`${match[2]}${match[3] ?? ''}`);
  const scale = (match[3]?.length ?? 0) - Number(match[4] ?? 0);
  return Math.abs(scale) > 10_000 ? undefined : new BigDecimal(match[1] === '-' ? -digits : digits, scale);
}

export function addDecimals(a: BigDecimal, b: BigDecimal): BigDecimal {
  const scale = Math.max(a.scale, b.scale);
  return new BigDecimal(unscaledAt(a, scale) + unscaledAt(b, scale), scale);
}

export function negateDecimal(a: BigDecimal): BigDecimal {
  return new BigDecimal(-a.unscaled, a.scale);
}

export function multiplyDecimals(a: BigDecimal, b: BigDecimal): BigDecimal {
  return new BigDecimal(a.unscaled * b.unscaled, a.scale + b.scale);
}

/** Rounds half-even to 34 digits and drops zeros down to the preferred scale. Throws a RangeError for a zero divisor. */
export function divideDecimals(a: BigDecimal, b: BigDecimal): BigDecimal {
  const preferred = a.scale - b.scale;
  const extra = Math.max(0, precision + 3 + digitCount(b.unscaled) - digitCount(a.unscaled));
  let quotient = (a.unscaled * 10n ** BigInt(extra)) / b.unscaled;
  const exact = quotient * b.unscaled === a.unscaled * 10n ** BigInt(extra);
  let scale = preferred + extra;
  const surplus = digitCount(quotient) - precision;
  if (surplus > 0) {
    quotient = roundHalfEven(quotient, surplus, exact);
    scale -= surplus;
  }
  while (scale > preferred && quotient % 10n === 0n) {
    quotient /= 10n;
    scale--;
  }
  return new BigDecimal(quotient, scale);
}

export function remainderOfDecimals(a: BigDecimal, b: BigDecimal): BigDecimal {
  const scale = Math.max(a.scale, b.scale);
  return new BigDecimal(unscaledAt(a, scale) % unscaledAt(b, scale), scale);
}

export function compareDecimals(a: BigDecimal, b: BigDecimal): number {
  const scale = Math.max(a.scale, b.scale);
  const left = unscaledAt(a, scale);
  const right = unscaledAt(b, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Plain digits without an exponent. */
export function decimalText({ unscaled, scale }: BigDecimal): string {
  if (scale <= 0) return (unscaled * 10n ** BigInt(-scale)).toString();
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function unscaledAt(value: BigDecimal, scale: number): bigint {
  return value.unscaled * 10n ** BigInt(scale - value.scale);
}

function digitCount(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

function roundHalfEven(value: bigint, drop: number, exact: boolean): bigint {
  const unit = 10n ** BigInt(drop);
  const magnitude = value < 0n ? -value : value;
  const kept = magnitude / unit;
  const rest = (magnitude % unit) * 2n;
  const up = rest > unit || (rest === unit && (!exact || kept % 2n === 1n));
  const rounded = up ? kept + 1n : kept;
  return value < 0n ? -rounded : rounded;
}
