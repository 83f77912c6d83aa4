import { nearestName } from '../analysis/nearest-name.ts';
import { whyNotOffered } from '../catalogue/foreign-functions.ts';
import { contextFunctionCatalogue, functionCatalogue } from '../catalogue/functions.ts';
import { functionTable } from '../functions/function-table.ts';
import type { FunctionCall } from '../syntax/ast.ts';
import { ValueError } from '../values/value-error.ts';
import { callContextFunction } from './call-context-function.ts';
import { callBlock, callMacro } from './call-macro.ts';
import { plain } from './combined.ts';
import type { Combination } from './combined.ts';
import type { Compiler } from './compiler.ts';
import { failure, located } from './failures.ts';
import { mapArguments } from './map-arguments.ts';
import { renderNested } from './render-nested.ts';
import type { Rendering } from './rendering.ts';

/**
 * A call: of a function of the package, of the context, or of a macro, in this order. Where something may have to be
 * waited for, applying it gives a promise.
 */
export function callCombination(c: Compiler, node: FunctionCall): Combination {
  const { name, args } = node;
  const onError = (error: unknown) => located(c.source, node.start, error);
  const callable = functionCatalogue.get(name);
  if (callable === undefined) return openCall(c, node, onError);
  const mapping = mapArguments(args, callable);
  return {
    children: plain(mapping.nodes),
    before: (s) => {
      if ((name === 'render' || name === 'renderOnce') && s.context.recursive === true) throw unknown(c, node, s);
      if (mapping.problem !== undefined) throw failure(c.source, node.start, mapping.problem);
    },
    apply: (s, values) => applyFunction(c, s, name, mapping.arrange(values)),
    onError,
  };
}

function applyFunction(c: Compiler, s: Rendering, name: string, args: readonly unknown[]): unknown {
  if (name === 'render' || name === 'renderOnce') return renderNested(s, args, name === 'render');
  if (name === 'block') return callBlock(c, s, args[0]);
  const run = functionTable[name];
  if (run === undefined) throw new ValueError(`The function '${name}' is not available`);
  s.charge(1);
  return run(args, s) ?? null;
}

/** What it is shows when the template is rendered: the context may bring functions that nobody here knows. */
function openCall(c: Compiler, node: FunctionCall, onError: Combination['onError']): Combination {
  const { name } = node;
  const known = contextFunctionCatalogue.get(name);
  const mapping = known === undefined ? undefined : mapArguments(node.args, known);
  const macro = c.macros.get(name);
  const isOfContext = (s: Rendering) => s.context.functions !== undefined && Object.hasOwn(s.context.functions, name);
  return {
    children: plain([...node.args.positional, ...node.args.named.map((argument) => argument.value)]),
    before: (s) => {
      if (macro !== undefined && known === undefined && !isOfContext(s)) return;
      if (mapping?.problem !== undefined) throw failure(c.source, node.start, mapping.problem);
      const hasFallback = known !== undefined && Object.hasOwn(functionTable, name);
      if (!isOfContext(s) && !hasFallback) throw unknown(c, node, s);
    },
    apply: (s, values) => {
      if (isOfContext(s)) return callContextFunction(c, s, node, known, mapping?.arrange(values) ?? values);
      if (macro !== undefined && known === undefined) return callMacro(c, s, node, macro, values);
      return functionTable[name]?.(mapping?.arrange(values) ?? values, s);
    },
    onError,
  };
}

function unknown(c: Compiler, node: FunctionCall, s: Rendering): unknown {
  if (contextFunctionCatalogue.has(node.name)) {
    return failure(c.source, node.start, `The function '${node.name}' is not available here`, 'unknown');
  }
  const foreign = whyNotOffered(node.name);
  if (foreign !== undefined) return failure(c.source, node.start, foreign, 'unknown');
  const names = [...functionCatalogue.keys(), ...Object.keys(s.context.functions ?? {}), ...c.macros.keys()];
  const suggestion = nearestName(node.name, names);
  return failure(c.source, node.start, `Function or Macro [${node.name}] does not exist.`, 'unknown', suggestion);
}
