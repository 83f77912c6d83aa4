import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrations } from '../migrations/index.ts';
import { migrate } from './migrate.ts';

const one = { name: '0001-one', sql: 'create table one(a); insert into one values (1);' };
const two = { name: '0002-two', sql: 'create table two(a); insert into two select a from one;' };

let folder: string;
let database: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'windhover-migrate-'));
  database = new DatabaseSync(join(folder, 'database.db'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

test('what is missing is applied in order, and nothing twice', () => {
  migrate(database, 'file', [one]);
  migrate(database, 'file', [one, two]);
  migrate(database, 'file', [one, two]);
  expect(tables()).toEqual(['migrations', 'one', 'two']);
  expect(database.prepare('select count(*) as rows from two').get()?.['rows']).toBe(1);
});

test('a migration that fails half way leaves the schema before it, and can be repaired', () => {
  const broken = { ...two, sql: 'create table two(a); insert into nowhere values (1);' };
  expect(() => migrate(database, 'file', [one, broken])).toThrow(/nowhere/);
  expect(tables()).toEqual(['migrations', 'one']);
  migrate(database, 'file', [one, two]);
  expect(tables()).toEqual(['migrations', 'one', 'two']);
});

test('an edited migration is refused by name', () => {
  migrate(database, 'file', [one]);
  expect(() => migrate(database, 'file', [{ ...one, sql: `${one.sql} -- edited` }, two])).toThrow(
    "Migration '0001-one' was edited after it had been applied; restore it and add a new migration instead",
  );
  expect(tables()).toEqual(['migrations', 'one']);
});

test('a database of a newer version is refused before anything is done', () => {
  migrate(database, 'file', [one, two]);
  expect(() => migrate(database, 'file', [one])).toThrow(/^Store 'file' was written by a newer version/);
});

test('the names of the migrations are in order', () => {
  const names = migrations.map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
  migrate(database, 'file', migrations);
});

function tables(): unknown[] {
  const sql = "select name from sqlite_schema where type = 'table' order by name";
  return database
    .prepare(sql)
    .all()
    .map((row) => row['name']);
}
