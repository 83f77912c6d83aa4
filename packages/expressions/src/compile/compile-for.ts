import type { Statement, StatementOf } from '../syntax/ast.ts';
import { LoopInfo, MapEntry } from '../values/boxed.ts';
import { javaText } from '../values/java-text.ts';
import { entriesOf, isMap } from '../values/plain-map.ts';
import type { Compiler } from './compiler.ts';
import { failure, located } from './failures.ts';
import type { Run } from './program.ts';
import type { Rendering } from './rendering.ts';
import { newScope } from './scope.ts';
import type { Scope } from './scope.ts';
import { partsOf } from '../syntax/parts-of.ts';

export function compileFor(c: Compiler, node: StatementOf<'for'>): Run {
  const evaluate = c.expression(c, node.iterated);
  const run = c.body(c, node.body);
  const otherwise = node.otherwise === undefined ? undefined : c.body(c, node.otherwise);
  const size = sizeOfBody(node.body);
  return (s) => {
    const items = iterated(c, node, evaluate(s));
    if (items === undefined) return;
    if (items.length === 0) {
      otherwise?.(s);
      return;
    }
    const before = s.scope;
    const scope = newScope('loop', before);
    s.scope = scope;
    try {
      for (let index = 0; index < items.length; index++) {
        startRound(c, s, node, scope, items, index, size);
        run(s);
      }
    } finally {
      s.scope = before;
    }
  };
}

/** The items to go through; undefined for null, which runs nothing, not even `else`. */
export function iterated(c: Compiler, node: StatementOf<'for'>, value: unknown): readonly unknown[] | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value;
  if (value instanceof Set) return [...value];
  if (isMap(value)) return entriesOf(value).map(([key, entry]) => new MapEntry(key, entry));
  const text = javaText(value).slice(0, 200);
  throw failure(c.source, node.iterated.start, `Not an iterable object. Value = [${text}]`);
}

export function startRound(
  c: Compiler,
  s: Rendering,
  node: StatementOf<'for'>,
  scope: Scope,
  items: readonly unknown[],
  index: number,
  size: number,
): void {
  try {
    s.budget.chargeRound(size);
  } catch (error) {
    throw located(c.source, node.start, error);
  }
  scope.loopName = node.name;
  scope.loopValue = items[index] ?? null;
  scope.loop = new LoopInfo(index, items.length);
}

/** Parts of the tree: what running it once costs. */
export function sizeOfBody(statements: readonly Statement[]): number {
  let size = 1;
  const waiting: (Statement | ReturnType<typeof partsOf>[number])[] = [...statements];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    size++;
    for (const part of partsOf(node)) waiting.push(part);
  }
  return size;
}
