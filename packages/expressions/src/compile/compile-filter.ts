import { nearestName } from '../analysis/nearest-name.ts';
import { filterCatalogue } from '../catalogue/filters.ts';
import type { Filter } from '../call-environment.ts';
import { filterTable } from '../filters/filter-table.ts';
import type { Arguments, FilterCall } from '../syntax/ast.ts';
import { ValueError } from '../values/value-error.ts';
import type { Combination } from './combined.ts';
import { mapArguments } from './map-arguments.ts';
import type { Compiler } from './compiler.ts';
import { failure, located } from './failures.ts';
import type { Evaluate } from './program.ts';
import type { Rendering } from './rendering.ts';

const noArguments: readonly unknown[] = [];

/** Texts shorter than this cost no more than the call itself. */
const freeLength = 1024;

/** Applies a filter, charges for the size of what it gets, and bounds what it gives. */
export function applyFilter(s: Rendering, filter: Filter, input: unknown, args: readonly unknown[]): unknown {
  if (typeof input === 'string') {
    if (input.length > freeLength) s.charge(input.length >> 5);
  } else if (Array.isArray(input)) s.charge(1 + input.length);
  const result = filter(input, args, s);
  if (typeof result === 'string' && result.length > s.limits.textLength) {
    throw new ValueError(`The text passes the maximum allowed size of ${s.limits.textLength} characters`, 'limit');
  }
  if (Array.isArray(result) && result.length > s.limits.listItems && result.length > lengthOf(input)) {
    throw new ValueError(`The list passes ${s.limits.listItems} items`, 'limit');
  }
  return result;
}

export function compileFilter(c: Compiler, node: FilterCall): Evaluate {
  const { source } = c;
  const { children, before, apply } = filterCombination(c, node);
  const [input, ...rest] = children;
  const filter = filterTable[node.name];
  const evaluateInput = input?.isSoft === true ? c.soft(c, node.input) : c.expression(c, node.input);
  if (rest.length === 0 && filter !== undefined && hasNoMapping(node.args)) {
    return (s) => {
      const value = evaluateInput(s);
      try {
        return applyFilter(s, filter, value, noArguments);
      } catch (error) {
        throw located(source, node.nameStart, error);
      }
    };
  }
  const evaluates = rest.map(({ node: child }) => c.expression(c, child));
  return (s) => {
    before?.(s);
    const values = [evaluateInput(s)];
    for (const evaluate of evaluates) values.push(evaluate(s));
    try {
      return apply(s, values);
    } catch (error) {
      throw located(source, node.nameStart, error);
    }
  };
}

export function filterCombination(c: Compiler, node: FilterCall): Combination {
  const { name, nameStart } = node;
  const callable = filterCatalogue.get(name);
  const filter = Object.hasOwn(filterTable, name) ? filterTable[name] : undefined;
  const onError = (error: unknown) => located(c.source, nameStart, error);
  if (callable === undefined || filter === undefined) {
    const suggestion = nearestName(name, filterCatalogue.keys());
    const fail = () => {
      throw failure(c.source, nameStart, `Filter [${name}] does not exist.`, 'unknown', suggestion);
    };
    return { children: [], before: fail, apply: fail, onError };
  }
  const mapping = mapArguments(node.args, callable);
  return {
    children: [{ node: node.input, isSoft: name === 'default' }, ...mapping.nodes.map((child) => ({ node: child }))],
    before: () => {
      if (mapping.problem !== undefined) throw failure(c.source, nameStart, mapping.problem);
    },
    apply: (s, [input, ...values]) => applyFilter(s, filter, input, mapping.arrange(values)),
    onError,
  };
}

function hasNoMapping({ positional, named }: Arguments): boolean {
  return positional.length === 0 && named.length === 0;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
