import type { FilterCall, FilterStep, Literal, StatementOf } from '../syntax/ast.ts';
import { filterCombination } from './compile-filter.ts';
import type { Compiler } from './compiler.ts';
import { located } from './failures.ts';
import type { Rendering } from './rendering.ts';

/** The filters of a `filter` tag, applied in order to the text of its body. Their arguments never wait. */
export function filterSteps(c: Compiler, node: StatementOf<'filterTag'>): (s: Rendering, body: unknown) => unknown {
  const steps = node.steps.map((step) => {
    const { children, before, apply } = filterCombination(c, asCall(step));
    const evaluates = children.slice(1).map(({ node: child }) => c.expression(c, child));
    return (s: Rendering, input: unknown) => {
      try {
        before?.(s);
        return apply(s, [input, ...evaluates.map((evaluate) => evaluate(s))]);
      } catch (error) {
        throw located(c.source, step.nameStart, error);
      }
    };
  });
  return (s, body) => steps.reduce((value, step) => step(s, value), body);
}

function asCall({ name, nameStart, args }: FilterStep): FilterCall {
  const input: Literal = { type: 'literal', value: null, start: nameStart, end: nameStart, depth: 1 };
  return { type: 'filter', input, name, nameStart, args, start: nameStart, end: nameStart, depth: 1 };
}
