import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Step } from '../step.ts';
import { GroupCommit } from './group-commit.ts';

let folder: string;
let database: DatabaseSync;
let groups: GroupCommit;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'windhover-group-'));
  database = new DatabaseSync(join(folder, 'database.db'), { timeout: 0 });
  database.exec('pragma journal_mode = wal; create table t(a text unique, b text)');
  groups = new GroupCommit(database);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const refusal = { thing: 'Row', id: 'x' };
const expecting = (of: 'change' | 'absence', sql: string, ...row: readonly string[]): Step => ({
  sql,
  rows: [row],
  expect: { of, refusal },
});
const insert = (value: string, text = ''): Step => expecting('change', 'insert into t values (?, ?)', value, text);

test('each unit has its own fate', () => {
  const outcomes = groups.commit([
    [insert('a')],
    [insert('b'), insert('a')],
    [{ sql: 'insert into nowhere values (1)', rows: [[]] }],
    [expecting('absence', 'select 1 from t where a = ?', 'a'), insert('c')],
    [expecting('change', 'delete from t where a = ?', 'none')],
    [{ sql: 'insert into t values (?, ?) returning a', rows: [['d', '']], answers: true }],
  ]);
  expect(outcomes).toEqual([
    { kind: 'done' },
    { kind: 'refused', refusal },
    { kind: 'failed', reason: expect.stringContaining('nowhere') as string },
    { kind: 'refused', refusal },
    { kind: 'refused', refusal },
    { kind: 'done', answer: { a: 'd' } },
  ]);
  expect(rows()).toEqual(['a', 'd']);
});

test('a full disk refuses the whole group cleanly, and the next one works once there is space', () => {
  const pages = Number(database.prepare('pragma page_count').get()?.['page_count']);
  database.exec(`pragma max_page_count = ${String(pages + 2)}`);
  const big = 'x'.repeat(50_000);

  expect(groups.commit([[insert('a')], [insert('b', big)]])).toEqual([{ kind: 'full' }, { kind: 'full' }]);

  expect(rows()).toEqual([]);
  database.exec('pragma max_page_count = 100000');
  expect(groups.commit([[insert('a')], [insert('b', big)]])).toEqual([{ kind: 'done' }, { kind: 'done' }]);
  expect(rows()).toEqual(['a', 'b']);
});

test('a group whose fate is unknown is thrown, never answered', () => {
  const other = new DatabaseSync(join(folder, 'database.db'));
  other.exec('begin immediate');
  expect(() => groups.commit([[insert('a')]])).toThrow(/locked/);
  other.close();
});

function rows(): unknown[] {
  return database
    .prepare('select a from t order by a')
    .all()
    .map((row) => row['a']);
}
