import { compareDecimals } from './big-decimal.ts';
import { BigDecimal } from './boxed.ts';
import { toDecimal } from './arithmetic.ts';
import { isIntegral, isNumber, toBigInt, toNumber } from './number-kind.ts';
import type { NumberValue } from './number-kind.ts';
import { ValueError } from './value-error.ts';

export type ComparisonOperator = '<' | '>' | '<=' | '>=';

/** Null on a side gives false; numbers by value, two texts by code unit; anything else is a ValueError. */
export function compare(operator: ComparisonOperator, a: unknown, b: unknown): boolean {
  if (a === null || a === undefined || b === null || b === undefined) return false;
  if (typeof a === 'string' && typeof b === 'string') return holds(operator, a < b ? -1 : a > b ? 1 : 0);
  if (isNumber(a) && isNumber(b)) return holds(operator, compareNumbers(a, b));
  throw new ValueError('Only two numbers or two texts can be compared');
}

/** Negative, zero or positive; NaN when a side is NaN. */
export function compareNumbers(a: NumberValue, b: NumberValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (isIntegral(a) && isIntegral(b)) {
    const left = toBigInt(a);
    const right = toBigInt(b);
    return left < right ? -1 : left > right ? 1 : 0;
  }
  if (a instanceof BigDecimal && b instanceof BigDecimal) return compareDecimals(toDecimal(a), toDecimal(b));
  const left = toNumber(a);
  const right = toNumber(b);
  return left === right ? 0 : left - right;
}

function holds(operator: ComparisonOperator, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '>=':
      return order >= 0;
  }
}
