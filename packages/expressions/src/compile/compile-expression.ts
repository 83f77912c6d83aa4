import type { Binary, Expression, FunctionCall } from '../syntax/ast.ts';
import { ValueError } from '../values/value-error.ts';
import { isPromise } from './promises.ts';
import { compileAnd, compileCoalesce, compileOr, compileTernary } from './compile-choice.ts';
import { compileFilter } from './compile-filter.ts';
import { compileIndex, compileMember, compileName } from './compile-access.ts';
import { combinationOf } from './combination.ts';
import type { Compiler } from './compiler.ts';
import { isMissing, located, wrapped } from './failures.ts';
import { operatorOf } from './operators.ts';
import type { Evaluate } from './program.ts';
import { literalDouble } from './literal-double.ts';

/** A closure that gives the value of an expression; a missing name in it is an error. Never waits. */
export function compileExpression(c: Compiler, node: Expression): Evaluate {
  switch (node.type) {
    case 'literal': {
      const value = typeof node.value === 'number' ? literalDouble(node.value) : node.value;
      return () => value;
    }
    case 'name':
      return compileName(c, node, false);
    case 'member':
      return compileMember(c, node, false);
    case 'index':
      return compileIndex(c, node, false);
    case 'filter':
      return compileFilter(c, node);
    case 'ternary':
      return compileTernary(c, node);
    case 'binary':
      if (node.operator === 'and') return compileAnd(c, node);
      if (node.operator === 'or') return compileOr(c, node);
      if (node.operator === '??' || node.operator === '???') return compileCoalesce(c, node);
      return compileBinary(c, node);
    default:
      return compileCombination(c, node);
  }
}

/** Like compileExpression, but a missing name gives undefined: the left side of `??`, `???`, `default`, `defined`. */
export function compileSoft(c: Compiler, node: Expression): Evaluate {
  switch (node.type) {
    case 'name':
      return compileName(c, node, true);
    case 'member':
      return compileMember(c, node, true);
    case 'index':
      return compileIndex(c, node, true);
    case 'literal':
      return compileExpression(c, node);
    default: {
      const evaluate = compileExpression(c, node);
      return (s) => {
        try {
          return evaluate(s);
        } catch (error) {
          if (isMissing(error)) return undefined;
          throw error;
        }
      };
    }
  }
}

/** Operators whose two sides are always evaluated; without the lists of the general form. */
function compileBinary(c: Compiler, node: Binary): Evaluate {
  const { apply, message } = operatorOf(node.operator);
  const left = compileExpression(c, node.left);
  const right = compileExpression(c, node.right);
  const { source } = c;
  const { start } = node;
  return (s) => {
    try {
      return apply(s, left(s), right(s));
    } catch (error) {
      throw message === undefined ? located(source, start, error) : wrapped(source, start, message, error);
    }
  };
}

/** The form for everything whose parts are all evaluated before it is. */
function compileCombination(c: Compiler, node: Expression): Evaluate {
  const { children, apply, before, onError } = combinationOf(c, node);
  const evaluates = children.map(({ node: child, isSoft }) =>
    isSoft ? compileSoft(c, child) : compileExpression(c, child),
  );
  if (node.type === 'call') return compileCall(c, node, evaluates);
  return (s) => {
    try {
      before?.(s);
      const values: unknown[] = [];
      for (const evaluate of evaluates) values.push(evaluate(s));
      return apply(s, values);
    } catch (error) {
      throw onError(error);
    }
  };
}

/** A function that answers with a promise cannot be waited for here. */
function compileCall(c: Compiler, node: FunctionCall, evaluates: readonly Evaluate[]): Evaluate {
  const { apply, before, onError } = combinationOf(c, node);
  return (s) => {
    try {
      before?.(s);
      const values: unknown[] = [];
      for (const evaluate of evaluates) values.push(evaluate(s));
      const result = apply(s, values);
      if (!isPromise(result)) return result;
      // nobody will look at it any more, and it must not end the process
      Promise.resolve(result).catch(() => undefined);
      throw new ValueError(`The function '${node.name}' has to be waited for, which is not possible here`);
    } catch (error) {
      throw onError(error);
    }
  };
}
