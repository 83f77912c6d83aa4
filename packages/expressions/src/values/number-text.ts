import { decimalText } from './big-decimal.ts';
import { BigDecimal, BoxedNumber } from './boxed.ts';
import type { NumberValue } from './number-kind.ts';

/** The text of Java's `toString`; BigDecimals in plain digits. */
export function numberText(value: NumberValue): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isSafeInteger(value) ? integerText(value) : doubleText(value);
  if (value instanceof BigDecimal) return decimalText(value);
  if (value.kind === 'Double') return doubleText(Number(value.value));
  return value.kind === 'Float' ? floatText(Number(value.value)) : value.value.toString();
}

/** A Double as Java prints it: `1.0`, `1.0E7`, `1.0E-4`, shortest digits. */
export function doubleText(value: number): string {
  return javaForm(value, String(value), value.toExponential());
}

function integerText(value: number): string {
  return value === 0 ? '0' : String(value);
}

/** A 32-bit float: the fewest digits that read back as the same float. */
export function floatText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return doubleText(value);
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return javaForm(short, String(short), short.toExponential());
  }
  return doubleText(value);
}

function javaForm(value: number, plain: string, scientific: string): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) return plain.includes('.') ? plain : `${plain}.0`;
  if (magnitude === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (!Number.isFinite(value)) return plain;
  const [mantissa = '', exponent = ''] = scientific.split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`;
}

/** The number that callers outside get: a JavaScript number where that is safe, else a bigint. */
export function plainNumber(value: NumberValue): number | bigint {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  }
  if (value instanceof BoxedNumber) return typeof value.value === 'bigint' ? plainNumber(value.value) : value.value;
  return Number(decimalText(value));
}
