import { expect, test } from 'vitest';
import { treeRows } from './tree-rows.ts';

const all = ['a', 'a-b', 'a.c', 'a.c.d', 'x.y'].map((id) => ({ id, deleted: false }));
const open = { folded: new Set<string>(), text: '' };
const shown = (rows: ReturnType<typeof treeRows>) => rows.map(({ depth, label }) => `${' '.repeat(depth)}${label}`);

test('each namespace stands below its parent, and parents that are missing are added', () => {
  expect(shown(treeRows(all, new Set(), open))).toEqual(['a', ' c', '  d', 'a-b', 'x', ' y']);
});

test('a parent that is only a step on the way is told apart', () => {
  const kinds = treeRows(all, new Set(['a']), open).map(({ namespace, kind }) => `${namespace.id} ${kind}`);

  expect(kinds).toEqual(['a created', 'a.c implied', 'a.c.d implied', 'a-b implied', 'x none', 'x.y implied']);
});

test('what is folded hides everything below it', () => {
  const rows = treeRows(all, new Set(), { ...open, folded: new Set(['a']) });

  expect(shown(rows)).toEqual(['a', 'a-b', 'x', ' y']);
  expect(rows[0]!.hasChildren).toBe(true);
});

test('a search lists whole ids', () => {
  expect(shown(treeRows(all, new Set(), { ...open, text: 'c' }))).toEqual(['a.c', 'a.c.d']);
});
