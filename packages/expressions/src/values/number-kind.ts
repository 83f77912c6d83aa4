import { BigDecimal, BoxedNumber } from './boxed.ts';

/** In the order in which arithmetic prefers the wider kind. */
export type NumberKind = 'Integer' | 'Long' | 'BigInteger' | 'Float' | 'Double' | 'BigDecimal';

export type NumberValue = number | bigint | BoxedNumber | BigDecimal;

const longMin = -(2n ** 63n);
const longMax = 2n ** 63n - 1n;

export function isNumber(value: unknown): value is NumberValue {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof BoxedNumber ||
    value instanceof BigDecimal
  );
}

export function kindOf(value: NumberValue): NumberKind {
  if (typeof value === 'number') {
    if ((value | 0) === value) return 'Integer';
    return Number.isSafeInteger(value) ? 'Long' : 'Double';
  }
  if (typeof value === 'bigint') return value >= longMin && value <= longMax ? 'Long' : 'BigInteger';
  return value instanceof BigDecimal ? 'BigDecimal' : value.kind;
}

export function isIntegral(value: NumberValue): boolean {
  const kind = kindOf(value);
  return kind === 'Integer' || kind === 'Long' || kind === 'BigInteger';
}

/** The value as a JavaScript number; large ones lose digits. */
export function toNumber(value: NumberValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof BoxedNumber) return Number(value.value);
  return Number(`${value.unscaled}e${-value.scale}`);
}

/** The whole part as a bigint; NaN gives 0, as in Java. */
export function toBigInt(value: NumberValue): bigint {
  if (typeof value === 'bigint') return value;
  if (value instanceof BigDecimal) {
    return value.scale <= 0
      ? value.unscaled * 10n ** BigInt(-value.scale)
      : value.unscaled / 10n ** BigInt(value.scale);
  }
  if (value instanceof BoxedNumber && typeof value.value === 'bigint') return value.value;
  const number = Math.trunc(toNumber(value));
  if (Number.isFinite(number)) return BigInt(number);
  return Number.isNaN(number) ? 0n : number > 0 ? longMax : longMin;
}

/** A bigint as a Long, or as a BigInteger when it does not fit. */
export function isLongRange(value: bigint): boolean {
  return value >= longMin && value <= longMax;
}
