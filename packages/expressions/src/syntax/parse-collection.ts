import type { Expression } from './ast.ts';
import type { Parser } from './parser.ts';
import { accept, advance, depthOver, endOf, expect, isAt } from './parser.ts';

/** `[a, b]`; a trailing comma is a mistake. */
export function parseListLiteral(p: Parser): Expression {
  const { start } = advance(p);
  const items: Expression[] = [];
  if (!isAt(p, 'PUNCTUATION', ']')) {
    do items.push(p.expression(p));
    while (accept(p, 'PUNCTUATION', ','));
  }
  expect(p, 'PUNCTUATION', ']');
  return { type: 'list', items, start, end: endOf(p), depth: depthOver(p, items) };
}

/** `{key: value}`; keys are expressions, so an unquoted word is a variable. */
export function parseMapLiteral(p: Parser): Expression {
  const { start } = advance(p);
  const entries: [Expression, Expression][] = [];
  if (!isAt(p, 'PUNCTUATION', '}')) {
    do {
      const key = p.expression(p);
      expect(p, 'PUNCTUATION', ':');
      entries.push([key, p.expression(p)]);
    } while (accept(p, 'PUNCTUATION', ','));
  }
  expect(p, 'PUNCTUATION', '}');
  return { type: 'map', entries, start, end: endOf(p), depth: depthOver(p, entries.flat()) };
}
