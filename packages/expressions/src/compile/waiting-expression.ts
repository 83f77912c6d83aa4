import type { Binary, Expression, Ternary } from '../syntax/ast.ts';
import { combinationOf } from './combination.ts';
import { conditionTruth, operandTruth } from './compile-choice.ts';
import { compileExpression } from './compile-expression.ts';
import type { Compiler } from './compiler.ts';
import { isMissing } from './failures.ts';
import type { Rendering } from './rendering.ts';
import { waits } from './waits.ts';

/** A value, or a promise of one. */
export type EvaluateWaiting = (s: Rendering) => unknown;

/** Like compileExpression, where something in it may have to be waited for; parts that never wait stay synchronous. */
export function compileWaiting(c: Compiler, node: Expression): EvaluateWaiting {
  if (!waits(c, node)) return compileExpression(c, node);
  if (node.type === 'ternary') return waitingTernary(c, node);
  if (node.type === 'binary') {
    if (node.operator === 'and' || node.operator === 'or') return waitingLogic(c, node);
    if (node.operator === '??' || node.operator === '???') return waitingCoalesce(c, node);
  }
  const { children, apply, before, onError } = combinationOf(c, node);
  const evaluates = children.map(({ node: child, isSoft }) =>
    isSoft === true ? softly(compileWaiting(c, child)) : compileWaiting(c, child),
  );
  return async (s) => {
    try {
      before?.(s);
      const values: unknown[] = [];
      for (const evaluate of evaluates) values.push(await evaluate(s));
      return await apply(s, values);
    } catch (error) {
      throw onError(error);
    }
  };
}

function softly(evaluate: EvaluateWaiting): EvaluateWaiting {
  return async (s) => {
    try {
      return await evaluate(s);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
}

function waitingTernary(c: Compiler, { condition, whenTrue, whenFalse }: Ternary): EvaluateWaiting {
  const evaluateCondition = compileWaiting(c, condition);
  const evaluateTrue = compileWaiting(c, whenTrue);
  const evaluateFalse = compileWaiting(c, whenFalse);
  return async (s) => (conditionTruth(c, condition, await evaluateCondition(s)) ? evaluateTrue(s) : evaluateFalse(s));
}

function waitingLogic(c: Compiler, { operator, left, right }: Binary): EvaluateWaiting {
  const evaluateLeft = compileWaiting(c, left);
  const evaluateRight = compileWaiting(c, right);
  const decides = operator === 'or';
  return async (s) => {
    if (operandTruth(c, left, await evaluateLeft(s)) === decides) return decides;
    return operandTruth(c, right, await evaluateRight(s));
  };
}

function waitingCoalesce(c: Compiler, { operator, left, right }: Binary): EvaluateWaiting {
  const evaluateLeft = softly(compileWaiting(c, left));
  const evaluateRight = compileWaiting(c, right);
  return async (s) => {
    const value = await evaluateLeft(s);
    return value === undefined || (operator === '??' && value === null) ? evaluateRight(s) : value;
  };
}
