import type { TenantKey } from '@windhover/model';
import { noRows } from '@windhover/ports';
import { expect, test } from 'vitest';
import { openPostgresStore } from './open-postgres-store.ts';
import { anExecution } from './testing/rows.ts';
import { asAdmin } from './testing/start-postgres.ts';
import { sharedPostgres } from './testing/shared-postgres.ts';

const server = sharedPostgres();
const tenant = 'tenant' as TenantKey;

test('a server that goes away and returns needs no new start, and loses nothing that was acknowledged', async () => {
  const store = await openPostgresStore({ url: await server().createDatabase(), owner: 'test' });
  const group = (id: string) => store.write([store.scope(tenant).access.insertGroup({ id, name: id })]);
  let run = 0;
  for (const mode of ['fast', 'immediate', 'immediate'] as const) {
    const owned = (await store.shards.take([0], 'test'))[0]!;
    run += 1;
    const rows = { ...noRows, executionsInserted: [anExecution(tenant, run)] };
    expect(await store.shards.commit({ owned: [owned], rows })).toBe('committed');
    await group(`before${String(run)}`);

    await server().halt(mode);
    await expect(store.scope(tenant).access.listGroups()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await expect(group(`during${String(run)}`)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', status: 503 });
    await expect(store.shards.commit({ owned: [owned], rows: noRows })).rejects.toThrow();
    await expect(store.shards.take([0], 'test')).rejects.toThrow();
    await server().start();

    expect((await store.scope(tenant).access.listGroups()).length).toBe(run);
    expect(await store.shards.liveExecutions(0)).toHaveLength(run);
  }
  await store.close();
}, 60_000);

test('backends that are ended one after the other are replaced', async () => {
  const url = await server().createDatabase();
  const store = await openPostgresStore({ url, owner: 'test', pool: { maxConnections: 3 } });
  for (let round = 0; round < 5; round += 1) {
    await asAdmin(
      server().adminUrl('postgres'),
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'windhover'`,
    );
    // a read finds out and asks again by itself
    expect(await store.scope(tenant).access.listGroups()).toEqual([]);
  }
  await store.close();
});

test('a server that is about to start is waited for', async () => {
  const url = await server().createDatabase();
  await server().halt('fast');
  await expect(openPostgresStore({ url, owner: 'test' })).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringMatching(/^Database '127\.0\.0\.1:\d+\/test_\d+' cannot be reached: connect ECONNREFUSED/),
  });
  const opening = openPostgresStore({ url, owner: 'test', waitForDatabaseMs: 30_000 });
  await server().start();
  await (await opening).close();
}, 60_000);

test.for([
  [
    'a database that does not exist',
    (url: string) => url.replace(/test_\d+$/, 'none'),
    /database "none" does not exist/,
  ],
  ['TLS that the server does not speak', (url: string) => `${url}?sslmode=require`, /does not support SSL/],
] as const)('%s is told at once', async ([, change, reason]) => {
  const url = change(await server().createDatabase());
  await expect(openPostgresStore({ url, owner: 'test', waitForDatabaseMs: 30_000 })).rejects.toThrow(reason);
});

test('a user without the right to make tables is told so', async () => {
  await asAdmin(server().adminUrl('postgres'), 'create role stranger login');
  const url = (await server().createDatabase()).replace('windhover@', 'stranger@');
  await expect(openPostgresStore({ url, owner: 'test' })).rejects.toMatchObject({
    code: 'DATABASE_RIGHT_MISSING',
    message: expect.stringMatching(/^User 'stranger' lacks a right in database .*permission denied for schema public/),
  });
});

test('a database of another program is left alone', async () => {
  const url = await server().createDatabase();
  await asAdmin(url, 'create table executions(key text)');
  await expect(openPostgresStore({ url, owner: 'test' })).rejects.toMatchObject({
    code: 'DATABASE_OCCUPIED',
    message: expect.stringMatching(/\(relation "executions" already exists\); give Windhover a database/),
  });
});

test('a superuser is warned that the database does not watch over tenants', async () => {
  const warnings: string[] = [];
  const database = (await server().createDatabase()).split('/').at(-1)!;
  const store = await openPostgresStore({
    url: server().adminUrl(database),
    owner: 'test',
    onWarning: (warning) => warnings.push(warning),
  });
  await store.close();
  expect(warnings).toEqual([expect.stringMatching(/'admin' is a superuser/)]);
});

test('a schema of its own is made and used', async () => {
  const url = await server().createDatabase();
  for (const opening of [1, 2]) {
    const store = await openPostgresStore({ url: `${url}?currentSchema=wind"hover`, owner: 'test' });
    const group = { id: `g${String(opening)}`, name: `g${String(opening)}` };
    await store.write([store.scope(tenant).access.insertGroup(group)]);
    expect(await store.scope(tenant).access.listGroups()).toHaveLength(opening);
    await store.close();
  }
});
