import { functionCatalogue } from '../catalogue/functions.ts';
import type { Arguments, Expression, Statement } from '../syntax/ast.ts';
import type { Compiler } from './compiler.ts';

/** Functions of the package that render texts, which may call anything. */
const rendering: ReadonlySet<string> = new Set(['render', 'renderOnce']);

/** Whether evaluating this may call a function of the context, which may be asynchronous. */
export function waits(c: Compiler, node: Expression | Statement): boolean {
  const known = c.waits.get(node);
  if (known !== undefined) return known;
  const result = partsOf(node).some((part) => waits(c, part)) || (node.type === 'call' && callWaits(c, node.name));
  c.waits.set(node, result);
  return result;
}

export function isWaitingFunction(name: string): boolean {
  return rendering.has(name) || !functionCatalogue.has(name);
}

function callWaits(c: Compiler, name: string): boolean {
  if (name === 'block') return c.bodiesWait;
  if (c.macros.has(name) && !functionCatalogue.has(name)) return c.bodiesWait;
  return isWaitingFunction(name);
}

/** The direct children of a part of the tree. */
export function partsOf(node: Expression | Statement): readonly (Expression | Statement)[] {
  switch (node.type) {
    case 'literal':
    case 'name':
    case 'broken':
    case 'text':
    case 'raw':
      return [];
    case 'interpolated':
      return node.parts;
    case 'list':
      return node.items;
    case 'map':
      return node.entries.flat();
    case 'member':
      return [node.object];
    case 'index':
      return [node.object, node.key];
    case 'method':
      return [node.object, ...node.args];
    case 'call':
      return argumentsOf(node.args);
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'filter':
      return [node.input, ...argumentsOf(node.args)];
    case 'test':
      return [node.value, ...argumentsOf(node.args)];
    case 'ternary':
      return [node.condition, node.whenTrue, node.whenFalse];
    case 'print':
      return [node.expression];
    case 'if':
      return [...node.branches.flatMap(({ condition, body }) => [condition, ...body]), ...(node.otherwise ?? [])];
    case 'for':
      return [node.iterated, ...node.body, ...(node.otherwise ?? [])];
    case 'set':
      return [node.value];
    case 'macro':
      return [...node.parameters.flatMap(({ fallback }) => fallback ?? []), ...node.body];
    case 'block':
      return node.body;
    case 'filterTag':
      return [...node.steps.flatMap(({ args }) => argumentsOf(args)), ...node.body];
  }
}

function argumentsOf({ positional, named }: Arguments): Expression[] {
  return [...positional, ...named.map((argument) => argument.value)];
}
