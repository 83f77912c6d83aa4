/**
 * Values that plain data cannot express. They are classes so that data of a tenant can never pass for one.
 *
 * Numbers, in all: a 32-bit integer in a JavaScript number is an Integer, a larger safe one a Long, one with a fraction
 * a Double; a bigint is a Long (past 64 bits a BigInteger). What remains is boxed: Doubles without a fraction, Floats,
 * small BigIntegers and BigDecimals.
 */
export class BoxedNumber {
  readonly kind: 'Double' | 'Float' | 'BigInteger';
  readonly value: number | bigint;
  constructor(kind: BoxedNumber['kind'], value: number | bigint) {
    this.kind = kind;
    this.value = value;
  }
}

/** `unscaled / 10^scale`; the scale is kept for printing: 1.10 stays 1.10. */
export class BigDecimal {
  readonly unscaled: bigint;
  readonly scale: number;
  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }
}

/** One character taken from a text: prints the same, but never equals a text. */
export class Character {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

/** What a loop over a map gives: `.key`, `.value`, printed `k=v`. */
export class MapEntry {
  readonly key: unknown;
  readonly value: unknown;
  constructor(key: unknown, value: unknown) {
    this.key = key;
    this.value = value;
  }
}

/** The variable `loop`. */
export class LoopInfo {
  readonly index: number;
  readonly length: number;
  constructor(index: number, length: number) {
    this.index = index;
    this.length = length;
  }
}

/** A point in time with nanoseconds, as Ion timestamps give it. */
export class InstantValue {
  readonly epochNanoseconds: bigint;
  constructor(epochNanoseconds: bigint) {
    this.epochNanoseconds = epochNanoseconds;
  }
}

/** A Double: numbers with a fraction (and NaN, Infinity) need no box. */
export function double(value: number): number | BoxedNumber {
  if (!Number.isInteger(value)) return value;
  return new BoxedNumber('Double', value);
}
