import {
  addDecimals,
  divideDecimals,
  multiplyDecimals,
  negateDecimal,
  parseBigDecimal,
  remainderOfDecimals,
} from './big-decimal.ts';
import { BigDecimal, BoxedNumber, double } from './boxed.ts';
import type { NumberKind, NumberValue } from './number-kind.ts';
import { isLongRange, isNumber, kindOf, toBigInt, toNumber } from './number-kind.ts';
import { numberText } from './number-text.ts';
import { readOperand } from './read-number.ts';
import { ValueError } from './value-error.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

const rank: Readonly<Record<NumberKind, number>> = {
  Integer: 0,
  Long: 1,
  BigInteger: 2,
  Float: 3,
  Double: 4,
  BigDecimal: 5,
};

/** BigIntegers past this many bits are refused: their products would take the time that the limits save. */
const largestBits = 100_000n;

/**
 * `a op b` in the wider kind of the two: BigDecimal, Double, Float, BigInteger, Long. Two Integers are calculated in
 * 32 bits and give a Long, as in Java. Throws a ValueError for a zero divisor and for anything that is no number.
 */
export function calculate(operator: ArithmeticOperator, a: unknown, b: unknown): NumberValue {
  const left = toOperand(a);
  const right = toOperand(b);
  const leftKind = kindOf(left);
  const rightKind = kindOf(right);
  const kind = rank[leftKind] >= rank[rightKind] ? leftKind : rightKind;
  switch (kind) {
    case 'Integer':
      return BigInt.asIntN(32, integers(operator, toBigInt(left), toBigInt(right)));
    case 'Long':
      return BigInt.asIntN(64, integers(operator, toBigInt(left), toBigInt(right)));
    case 'BigInteger':
      return boundedInteger(integers(operator, toBigInt(left), toBigInt(right)));
    case 'Float':
      return new BoxedNumber('Float', Math.fround(doubles(operator, toNumber(left), toNumber(right))));
    case 'Double':
      return double(doubles(operator, toNumber(left), toNumber(right)));
    default:
      return decimals(operator, toDecimal(left), toDecimal(right));
  }
}

export function negate(value: unknown): NumberValue {
  if (!isNumber(value)) throw new ValueError('Only numbers have a sign');
  switch (kindOf(value)) {
    case 'Integer':
      return value === -2147483648 ? value : -(value as number) + 0;
    case 'Long':
      return typeof value === 'bigint' ? BigInt.asIntN(64, -value) : -(value as number);
    case 'BigInteger':
      return bigInteger(-toBigInt(value));
    case 'Float':
      return new BoxedNumber('Float', -toNumber(value));
    case 'Double':
      return double(-toNumber(value));
    default:
      return negateDecimal(value as BigDecimal);
  }
}

/** A BigInteger; the small ones are boxed, because a bare bigint that fits 64 bits is a Long. */
export function bigInteger(value: bigint): NumberValue {
  return isLongRange(value) ? new BoxedNumber('BigInteger', value) : value;
}

export function toDecimal(value: NumberValue): BigDecimal {
  if (value instanceof BigDecimal) return value;
  const decimal = parseBigDecimal(numberText(value));
  if (decimal === undefined) throw new ValueError(`${numberText(value)} is no decimal number`);
  return decimal;
}

function toOperand(value: unknown): NumberValue {
  if (isNumber(value)) return value;
  const number = typeof value === 'string' ? readOperand(value) : undefined;
  if (number === undefined) throw new ValueError('Both sides must be numbers');
  return number;
}

function boundedInteger(value: bigint): NumberValue {
  if (BigInt.asIntN(Number(largestBits), value) !== value) throw new ValueError('The number is too large', 'limit');
  return bigInteger(value);
}

function integers(operator: ArithmeticOperator, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    default:
      if (b === 0n) throw new ValueError('Division by zero');
      return operator === '/' ? a / b : a % b;
  }
}

function doubles(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      return a % b;
  }
}

function decimals(operator: ArithmeticOperator, a: BigDecimal, b: BigDecimal): BigDecimal {
  switch (operator) {
    case '+':
      return addDecimals(a, b);
    case '-':
      return addDecimals(a, negateDecimal(b));
    case '*':
      if (a.scale + b.scale > 20_000) throw new ValueError('The number is too long', 'limit');
      return multiplyDecimals(a, b);
    default:
      if (b.unscaled === 0n) throw new ValueError('Division by zero');
      return operator === '/' ? divideDecimals(a, b) : remainderOfDecimals(a, b);
  }
}
