import { filterCatalogue } from '../catalogue/filters.ts';
import { whyNotOffered } from '../catalogue/foreign-functions.ts';
import { contextFunctionCatalogue, functionCatalogue } from '../catalogue/functions.ts';
import { testCatalogue } from '../catalogue/tests.ts';
import type { Callable } from '../catalogue/callable.ts';
import { problemOf } from '../syntax/argument-problem.ts';
import type { Arguments, Expression, Statement } from '../syntax/ast.ts';
import { partsOf } from '../syntax/parts-of.ts';
import { parseTemplate } from '../syntax/parse-template.ts';
import { positionsOf } from '../syntax/position.ts';
import type { SyntaxProblem } from '../syntax/syntax-error.ts';
import type { Reference } from '../template.ts';
import { nearestName } from './nearest-name.ts';
import { referencesOf } from './references.ts';

/** Something wrong with a template. Offsets are UTF-16 units; line and column count from 1. */
export interface ExpressionProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
  readonly suggestion?: string;
}

/** A filter, function or test by its name, with the place of the name. */
export interface Call {
  readonly name: string;
  readonly kind: 'function' | 'filter' | 'test';
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

export interface Analysis {
  readonly problems: readonly ExpressionProblem[];
  readonly references: readonly Reference[];
  readonly calls: readonly Call[];
}

interface Walk {
  readonly problems: SyntaxProblem[];
  readonly calls: { name: string; kind: Call['kind']; start: number; args: Arguments }[];
  readonly macros: Set<string>;
}

/**
 * What can be said about a template without rendering it; never throws. After a mistake the print or tag around it is
 * given up and the rest is still read. Needs nothing of Node.
 */
export function analyze(source: string): Analysis {
  const walk: Walk = { problems: [], calls: [], macros: new Set() };
  const statements = parseTemplate(source, (problem) => walk.problems.push(problem));
  for (const statement of statements) visit(walk, statement);
  for (const call of walk.calls) checkCall(walk, call);
  const position = positionsOf(source);
  const placed = <T extends { readonly start: number }>(item: T) => ({ ...item, ...position(item.start) });
  return {
    problems: walk.problems
      .toSorted((a, b) => a.start - b.start)
      .map(({ message, start, end, suggestion }) =>
        placed(suggestion === undefined ? { message, start, end } : { message, start, end, suggestion }),
      ),
    references: referencesOf(source, statements).references,
    calls: walk.calls
      .toSorted((a, b) => a.start - b.start)
      .map(({ name, kind, start }) => placed({ name, kind, start, end: start + name.length })),
  };
}

function visit(walk: Walk, node: Expression | Statement): void {
  if (node.type === 'macro') {
    if (walk.macros.has(node.name)) {
      const message = `More than one macro can not share the same name: ${node.name}`;
      walk.problems.push({ message, start: node.start, end: node.start + 2 });
    }
    walk.macros.add(node.name);
  } else if (node.type === 'call') {
    walk.calls.push({ name: node.name, kind: 'function', start: node.start, args: node.args });
  } else if (node.type === 'filter') {
    walk.calls.push({ name: node.name, kind: 'filter', start: node.nameStart, args: node.args });
  } else if (node.type === 'test') {
    walk.calls.push({ name: node.name, kind: 'test', start: node.nameStart, args: node.args });
  } else if (node.type === 'filterTag') {
    for (const { name, nameStart, args } of node.steps) {
      walk.calls.push({ name, kind: 'filter', start: nameStart, args });
    }
  }
  for (const part of partsOf(node)) visit(walk, part);
}

function checkCall(walk: Walk, { name, kind, start, args }: Walk['calls'][number]): void {
  const end = start + name.length;
  const callable = callableOf(name, kind);
  if (callable !== undefined) {
    const { parameters } = callable;
    if (!Array.isArray(parameters) || kind === 'test') return;
    const message = problemOf(
      args,
      parameters.map((parameter) => parameter.name),
    );
    if (message !== undefined) walk.problems.push({ message, start, end });
    return;
  }
  if (kind === 'function' && walk.macros.has(name)) return;
  const foreign = kind === 'function' ? whyNotOffered(name) : undefined;
  if (foreign !== undefined) return void walk.problems.push({ message: foreign, start, end });
  const what = kind === 'function' ? 'Function or Macro' : kind === 'filter' ? 'Filter' : 'Test';
  const suggestion = nearestName(name, namesOf(kind, walk));
  walk.problems.push({ message: `${what} [${name}] does not exist.`, start, end, suggestion });
}

function callableOf(name: string, kind: Call['kind']): Callable | undefined {
  if (kind === 'filter') return filterCatalogue.get(name);
  if (kind === 'test') return testCatalogue.get(name);
  return functionCatalogue.get(name) ?? contextFunctionCatalogue.get(name);
}

function namesOf(kind: Call['kind'], walk: Walk): Iterable<string> {
  if (kind === 'filter') return filterCatalogue.keys();
  if (kind === 'test') return testCatalogue.keys();
  return [...functionCatalogue.keys(), ...contextFunctionCatalogue.keys(), ...walk.macros];
}
