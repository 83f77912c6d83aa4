import { partsOf } from '../syntax/parts-of.ts';
import type { Expression, Statement } from '../syntax/ast.ts';
import { positionsOf } from '../syntax/position.ts';
import type { Reference } from '../template.ts';

export interface References {
  readonly roots: ReadonlySet<string>;
  readonly references: readonly Reference[];
  readonly functions: ReadonlySet<string>;
}

/**
 * The variables that a template may look up in its context, and the functions that it calls. Names that the template
 * itself makes at that place (a loop variable, a macro argument) are left out; a name that `set` makes stays, because
 * it may be read before.
 */
export function referencesOf(source: string, statements: readonly Statement[]): References {
  const position = positionsOf(source);
  const references: Reference[] = [];
  const functions = new Set<string>();
  const visit = (node: Expression | Statement, local: ReadonlySet<string>): void => {
    if (node.type === 'call') functions.add(node.name);
    const path = pathOf(node);
    if (path !== undefined) {
      const [root = ''] = path.names;
      if (!local.has(root)) {
        const { start } = node;
        references.push({ path: path.names, complete: path.complete, ...position(start), start, end: path.end });
      }
      for (const key of path.dynamicKeys) visit(key, local);
      return;
    }
    visitParts(node, local, visit);
  };
  const assigned = new Set<string>();
  for (const statement of statements) visitInOrder(statement, assigned, visit);
  references.sort((a, b) => a.start - b.start);
  return { roots: new Set(references.map(({ path }) => path[0] ?? '')), references, functions };
}

/** A `set` at the top of the template hides the name from there on. */
function visitInOrder(statement: Statement, assigned: Set<string>, visit: Visit): void {
  visit(statement, new Set(assigned));
  if (statement.type === 'set') assigned.add(statement.name);
}

type Visit = (node: Expression | Statement, local: ReadonlySet<string>) => void;

function visitParts(node: Expression | Statement, local: ReadonlySet<string>, visit: Visit): void {
  if (node.type === 'for') {
    visit(node.iterated, local);
    const inner = new Set([...local, node.name, 'loop']);
    for (const statement of node.body) visit(statement, inner);
    for (const statement of node.otherwise ?? []) visit(statement, local);
    return;
  }
  if (node.type === 'macro') {
    for (const { fallback } of node.parameters) if (fallback !== undefined) visit(fallback, local);
    // a macro sees nothing of the context: only its functions and its own names count
    const names = new Set<string>();
    for (const statement of node.body) collectNames(statement, names);
    for (const statement of node.body) visit(statement, names);
    return;
  }
  for (const part of partsOf(node)) visit(part, local);
}

function collectNames(node: Expression | Statement, names: Set<string>): void {
  if (node.type === 'name') names.add(node.name);
  for (const part of partsOf(node)) collectNames(part, names);
}

/** The chain of names that ends in this node, as far as its keys are known. */
function pathOf(node: Expression | Statement):
  | {
      readonly names: readonly string[];
      readonly complete: boolean;
      readonly end: number;
      readonly dynamicKeys: readonly Expression[];
    }
  | undefined {
  if (node.type === 'name') return { names: [node.name], complete: true, end: node.end, dynamicKeys: [] };
  if (node.type !== 'member' && node.type !== 'index' && node.type !== 'method') return undefined;
  const base = pathOf(node.object);
  if (base === undefined) return undefined;
  if (node.type === 'method') return { ...base, complete: false, dynamicKeys: [...base.dynamicKeys, ...node.args] };
  const key = node.type === 'member' ? node.name : literalKey(node.key);
  if (!base.complete || key === undefined) {
    const keys = node.type === 'index' && key === undefined ? [node.key] : [];
    return { ...base, complete: false, dynamicKeys: [...base.dynamicKeys, ...keys] };
  }
  return { names: [...base.names, key], complete: true, end: node.end, dynamicKeys: base.dynamicKeys };
}

function literalKey(key: Expression): string | undefined {
  if (key.type !== 'literal') return undefined;
  return typeof key.value === 'string' || typeof key.value === 'bigint' ? String(key.value) : undefined;
}
