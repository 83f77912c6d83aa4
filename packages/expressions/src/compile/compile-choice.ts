import type { Binary, Expression, Ternary } from '../syntax/ast.ts';
import { isTrue } from '../values/truth.ts';
import type { Compiler } from './compiler.ts';
import { failure, located } from './failures.ts';
import type { Evaluate } from './program.ts';

/** The truth of an operand of `and`, `or`; null is an error whose wording names `and` for both, as in the original. */
export function operandTruth(c: Compiler, { start }: Expression, value: unknown): boolean {
  if (value === null) {
    throw failure(c.source, start, 'null value used in and operator and strict variables is set to true');
  }
  try {
    return isTrue(value);
  } catch (error) {
    throw located(c.source, start, error);
  }
}

export function compileAnd(c: Compiler, { left, right }: Binary): Evaluate {
  const evaluateLeft = c.expression(c, left);
  const evaluateRight = c.expression(c, right);
  return (s) => operandTruth(c, left, evaluateLeft(s)) && operandTruth(c, right, evaluateRight(s));
}

export function compileOr(c: Compiler, { left, right }: Binary): Evaluate {
  const evaluateLeft = c.expression(c, left);
  const evaluateRight = c.expression(c, right);
  return (s) => operandTruth(c, left, evaluateLeft(s)) || operandTruth(c, right, evaluateRight(s));
}

/** `??` replaces null and missing names, `???` missing names only. */
export function compileCoalesce(c: Compiler, { operator, left, right }: Binary): Evaluate {
  const evaluateLeft = c.soft(c, left);
  const evaluateRight = c.expression(c, right);
  const replacesNull = operator === '??';
  return (s) => {
    const value = evaluateLeft(s);
    return value === undefined || (replacesNull && value === null) ? evaluateRight(s) : value;
  };
}

/** Null is false here, unlike in `if`. */
export function conditionTruth(c: Compiler, condition: Expression, value: unknown): boolean {
  if (value === null) return false;
  try {
    return isTrue(value);
  } catch (error) {
    throw located(c.source, condition.start, error);
  }
}

export function compileTernary(c: Compiler, { condition, whenTrue, whenFalse }: Ternary): Evaluate {
  const evaluateCondition = c.expression(c, condition);
  const evaluateTrue = c.expression(c, whenTrue);
  const evaluateFalse = c.expression(c, whenFalse);
  return (s) => (conditionTruth(c, condition, evaluateCondition(s)) ? evaluateTrue(s) : evaluateFalse(s));
}
