import { parseBigDecimal } from './big-decimal.ts';
import { BoxedNumber, double } from './boxed.ts';
import type { NumberValue } from './number-kind.ts';
import { isLongRange } from './number-kind.ts';
import { floatText } from './number-text.ts';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const integer = /^[+-]?\d+$/;
const hexadecimal = /^([+-]?)(?:0[xX]|#)([\da-fA-F]+)$/;
const longestNumber = 10_000;

/** The number that arithmetic reads out of a text: a Long, or a Double; undefined when it is none. */
export function readOperand(text: string): NumberValue | undefined {
  const trimmed = text.trim();
  if (trimmed.length > longestNumber) return undefined;
  if (integer.test(trimmed)) return BigInt(trimmed.replace('+', ''));
  return decimal.test(trimmed) ? double(Number(trimmed)) : undefined;
}

/**
 * The smallest kind that holds the text: Integer, Long, BigInteger; for decimals Float where that is exact enough,
 * Double, BigDecimal. Understands the suffixes `L`, `f`, `d` and `0x`. Undefined when the text is no number.
 */
export function readSmallestNumber(text: string): NumberValue | undefined {
  if (text.length > longestNumber) return undefined;
  const hex = readHexadecimal(text);
  if (hex !== undefined) return smallestInteger(hex);
  const suffix = /[lLfFdD]$/.exec(text)?.[0]?.toLowerCase();
  const digits = suffix === undefined ? text : text.slice(0, -1);
  if (integer.test(digits)) {
    const value = BigInt(digits.replace('+', ''));
    if (suffix === 'l') return isLongRange(value) ? value : undefined;
    if (suffix === undefined) return smallestInteger(value);
  }
  if (!decimal.test(digits) || suffix === 'l') return undefined;
  if (suffix === 'f') return new BoxedNumber('Float', Math.fround(Number(digits)));
  if (suffix === 'd') return double(Number(digits));
  return smallestDecimal(digits);
}

/** `0x1F`, `-0x1f` or `#1F`; undefined for anything else. */
export function readHexadecimal(text: string): bigint | undefined {
  const hex = text.length > longestNumber ? null : hexadecimal.exec(text);
  return hex === null ? undefined : BigInt(`0x${hex[2]}`) * (hex[1] === '-' ? -1n : 1n);
}

function smallestInteger(value: bigint): NumberValue {
  return value >= -2147483648n && value <= 2147483647n ? Number(value) : value;
}

function smallestDecimal(digits: string): NumberValue | undefined {
  const places = significantDigits(digits);
  const value = Number(digits);
  const single = Math.fround(value);
  const fitsFloat = Number.isFinite(single) && (single !== 0 || value === 0);
  if (places <= 7 && fitsFloat && Number(floatText(single)) === value) return new BoxedNumber('Float', single);
  if (places <= 16 && Number.isFinite(value)) return double(value);
  return parseBigDecimal(digits);
}

function significantDigits(digits: string): number {
  return digits
    .replace(/[eE].*$/, '')
    .replace(/[+.-]/g, '')
    .replace(/^0+/, '').length;
}
