import type { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrations, type Migration } from '../migrations/index.ts';
import { migrate } from './migrate.ts';
import { connectTo } from './testing/start-postgres.ts';
import { sharedPostgres } from './testing/shared-postgres.ts';

const one = { name: '0001-one', sql: 'create table one(a integer); insert into one values (1);' };
const two = { name: '0002-two', sql: 'create table two(a integer); insert into two select a from one;' };

const server = sharedPostgres();
let client: Client;
let url: string;
beforeEach(async () => {
  url = await server().createDatabase();
  client = await connectTo(url);
});
afterEach(() => client.end());

const apply = (list: readonly Migration[], by = client) =>
  migrate(by, { database: 'db', schema: undefined, migrations: list });

test('what is missing is applied in order, and nothing twice', async () => {
  await apply([one]);
  await apply([one, two]);
  await apply([one, two]);
  expect(await tables()).toEqual(['migrations', 'one', 'two']);
  expect((await client.query('select a from two')).rows).toHaveLength(1);
});

test('a migration that fails half way leaves the schema before it, and can be repaired', async () => {
  const broken = { ...two, sql: 'create table two(a integer); insert into nowhere values (1);' };
  await expect(apply([one, broken])).rejects.toThrow(/nowhere/);
  expect(await tables()).toEqual(['migrations', 'one']);
  await apply([one, two]);
  expect(await tables()).toEqual(['migrations', 'one', 'two']);
});

test('a connection that is killed half way leaves the schema before it', async () => {
  const kill = { ...two, sql: `create table two(a integer); select pg_terminate_backend(pg_backend_pid());` };
  const doomed = await connectTo(url);
  await expect(apply([one, kill], doomed)).rejects.toThrow();
  expect(await tables()).toEqual(['migrations', 'one']);
  await apply([one, two]);
});

test('two that start at once apply it once', async () => {
  const other = await connectTo(url);
  await Promise.all([apply([one, two]), apply([one, two], other)]);
  await other.end();
  expect((await client.query('select a from two')).rows).toHaveLength(1);
});

test('an edited migration is refused by name', async () => {
  await apply([one]);
  await expect(apply([{ ...one, sql: `${one.sql} -- edited` }, two])).rejects.toThrow(
    "Migration '0001-one' was edited after it had been applied; restore it and add a new migration instead",
  );
  expect(await tables()).toEqual(['migrations', 'one']);
});

test('a database of a newer version is refused before anything is done', async () => {
  await apply([one, two]);
  await expect(apply([one])).rejects.toThrow(/^Store 'db' was written by a newer version/);
});

test('the names of the migrations are in order', async () => {
  const names = migrations.map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
  await apply(migrations);
});

async function tables(): Promise<unknown[]> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  return rows.map(({ name }) => name);
}
