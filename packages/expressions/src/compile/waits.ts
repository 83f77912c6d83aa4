import { functionCatalogue } from '../catalogue/functions.ts';
import type { Expression, Statement } from '../syntax/ast.ts';
import { partsOf } from '../syntax/parts-of.ts';
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
