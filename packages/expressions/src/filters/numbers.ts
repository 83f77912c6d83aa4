import type { Filter } from '../call-environment.ts';
import { bigInteger, negate } from '../values/arithmetic.ts';
import { parseBigDecimal } from '../values/big-decimal.ts';
import { BoxedNumber, double } from '../values/boxed.ts';
import { classNameOf } from '../values/class-name.ts';
import { compareNumbers } from '../values/comparison.ts';
import { javaText } from '../values/java-text.ts';
import { isLongRange, isNumber } from '../values/number-kind.ts';
import { readHexadecimal, readSmallestNumber } from '../values/read-number.ts';
import { ValueError } from '../values/value-error.ts';
import { isNull, nullStays } from './filter-input.ts';

export const abs: Filter = (input) => {
  if (isNull(input)) throw new ValueError('Can not pass null value to "abs" filter.');
  if (!isNumber(input)) throw new ValueError("The 'abs' filter does require as input a number.");
  return compareNumbers(input, 0) < 0 ? negate(input) : input;
};

export const string: Filter = nullStays((input) => javaText(input));

export const className: Filter = nullStays((input) => classNameOf(input));

/** Without a type: the smallest kind that holds the number. */
export const number: Filter = nullStays((input, [type]) => {
  if (typeof input !== 'string') {
    throw new ValueError(`'number' filter can only be applied to String. Actual type was: ${classNameOf(input)}`);
  }
  const value = isNull(type) ? readSmallestNumber(input) : readAs(input.trim(), javaText(type));
  if (value === undefined) throw new ValueError(`'${input.slice(0, 100)}' is not a valid number.`);
  return value;
});

const integer = /^[+-]?\d{1,10000}$/;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?$/;

function readAs(text: string, type: string): unknown {
  const whole = integer.test(text) ? BigInt(text.replace('+', '')) : readHexadecimal(text);
  const fraction = decimal.test(text) ? Number(text.replace(/[fFdD]$/, '')) : undefined;
  switch (type.toUpperCase()) {
    case 'INT':
      return whole !== undefined && BigInt.asIntN(32, whole) === whole ? Number(whole) : undefined;
    case 'LONG':
      return whole !== undefined && isLongRange(whole) ? whole : undefined;
    case 'BIGINTEGER':
      return whole === undefined ? undefined : bigInteger(whole);
    case 'FLOAT':
      return fraction === undefined ? undefined : new BoxedNumber('Float', Math.fround(fraction));
    case 'DOUBLE':
      return fraction === undefined ? undefined : double(fraction);
    case 'BIGDECIMAL':
      return parseBigDecimal(text);
    default:
      throw new ValueError(
        `The type '${type}' of the 'number' filter is none of INT, FLOAT, LONG, DOUBLE, BIGDECIMAL, BIGINTEGER.`,
      );
  }
}
