/** Two servers write to one database: what no order of calls within a process can settle. */
import type { TenantKey, User } from '@windhover/model';
import { noRows, type Store } from '@windhover/ports';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgresStore } from './open-postgres-store.ts';
import { anExecution } from './testing/rows.ts';
import { sharedPostgres } from './testing/shared-postgres.ts';

const server = sharedPostgres();
let stores: readonly [Store, Store];
beforeAll(async () => {
  const url = await server().createDatabase();
  stores = await Promise.all([
    openPostgresStore({ url, owner: 'one' }),
    openPostgresStore({ url, owner: 'two', pool: { maxConnections: 3 } }),
  ]);
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
});

const alternately = <T>(count: number, work: (store: Store, index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => work(stores[index % 2 === 0 ? 0 : 1], index)));
const succeeded = (outcomes: readonly PromiseSettledResult<unknown>[]): number =>
  outcomes.filter(({ status }) => status === 'fulfilled').length;

function aUser(id: string): User {
  return { id, type: 'USER', username: id, superAdmin: true, restricted: false, createdAt: 1 };
}

function aRevision(id: string, revision: number) {
  return {
    namespace: 'company',
    id,
    revision,
    source: '',
    document: {},
    disabled: false,
    deleted: false,
    draft: false,
    createdAt: 1,
  };
}

test('of many first users one wins', async () => {
  const outcomes = await alternately(20, (store, index) =>
    store.write([store.identity.insertFirstUser(aUser(`u${String(index)}`))]),
  );
  expect(succeeded(outcomes)).toBe(1);
  expect(await stores[0].identity.countUsers()).toBe(1);
});

test('of two saves of a flow one wins each time', async () => {
  const key = 'flows' as TenantKey;
  for (let revision = 1; revision <= 10; revision += 1) {
    const outcomes = await alternately(2, (store) =>
      store.write([store.scope(key).flows.append(aRevision('f', revision))]),
    );
    expect(succeeded(outcomes)).toBe(1);
  }
  expect(await stores[0].scope(key).flows.listRevisions('company', 'f')).toHaveLength(10);
});

test('nothing grows under a tenant that is removed at the same time', async () => {
  for (let round = 0; round < 10; round += 1) {
    const key = `gone${String(round)}` as TenantKey;
    await stores[0].write([
      stores[0].tenants.insert({ key, id: key, name: key, status: 'ACTIVE', settings: {}, createdAt: 1 }),
    ]);
    await Promise.all([
      alternately(10, (store, index) =>
        store.write([store.scope(key).flows.append(aRevision(`f${String(index)}`, 1))]),
      ),
      stores[round % 2 === 0 ? 0 : 1].write([stores[0].tenants.remove(key)]),
    ]);
    expect(await stores[0].scope(key).flows.list()).toEqual([]);
  }
});

test('entries of an audit log form one chain, whoever appends them', async () => {
  const key = 'chain' as TenantKey;
  const outcomes = await alternately(40, (store, index) =>
    store.write([
      store
        .scope(key)
        .audit.append({ id: `a${String(index)}`, type: 'CREATE', at: index, resource: 'FLOW', detail: {} }),
    ]),
  );
  expect(succeeded(outcomes)).toBe(40);
  const chain = await stores[0].scope(key).audit.chain(0, 100);
  expect(chain.map(({ previousHash }) => previousHash)).toEqual(['', ...chain.slice(0, -1).map(({ hash }) => hash)]);
});

test('units that want the same rows in another order all succeed', async () => {
  const key = 'order' as TenantKey;
  const names = ['a', 'b', 'c', 'd'];
  await stores[0].write(names.map((name) => stores[0].scope(key).access.insertGroup({ id: name, name })));
  const outcomes = await alternately(30, (store, index) => {
    const ids = index % 2 === 0 ? names : names.toReversed();
    return store.write(ids.map((id) => store.scope(key).access.updateGroup({ id, name: `${id}${String(index)}` })));
  });
  expect(succeeded(outcomes)).toBe(30);
}, 60_000);

test('an execution is deleted or goes on, never half of both', async () => {
  const key = 'deleted' as TenantKey;
  const [one] = stores;
  let owned = (await one.shards.take([0], 'one'))[0]!;
  const commit = async (rows: Partial<typeof noRows>) => {
    const outcome = await one.shards.commit({ owned: [owned], rows: { ...noRows, ...rows } });
    owned = { ...owned, seq: owned.seq + 1 };
    return outcome;
  };
  for (let run = 1; run <= 20; run += 1) {
    const row = anExecution(key, run, { state: 'FAILED', endedAt: 1 });
    await commit({ executionsInserted: [row] });
    const [restarted, removed] = await Promise.allSettled([
      commit({ executionsUpdated: [{ ...row, state: 'RUNNING', endedAt: null }] }),
      stores[1].write([stores[1].scope(key).executions.delete(row.executionId, { logs: true, metrics: true })]),
    ]);
    expect([restarted!.status, removed!.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    const left = await one.shards.findExecution(key, row.executionId);
    expect(left?.state).toBe(restarted!.status === 'fulfilled' ? 'RUNNING' : undefined);
    owned = (await one.shards.take([0], 'one'))[0]!;
  }
});

test('log lines with characters that the database has no place for are found, and break no search', async () => {
  const key = 'letters' as TenantKey;
  const [one] = stores;
  const owned = (await one.shards.take([0], 'one'))[0]!;
  const row = anExecution(key, 100);
  const lines = ['nul \u0000', `half ${'🦅'.slice(0, 1)}`, 'whole 🦅'].map((message, at) => ({
    at,
    level: 'INFO',
    message,
  }));
  const chunk = { run: 100, tenantKey: key, ord: 0, attempt: 1, level: 2, at: 0, body: JSON.stringify(lines) };
  await one.shards.commit({ owned: [owned], rows: { ...noRows, executionsInserted: [row], logs: [chunk] } });
  const found = await one
    .scope(key)
    .logs.search([{ field: 'q', operation: 'EQUALS', value: 'L' }], { page: 1, size: 10, sort: [] }, 'all');
  expect(found.results.map(({ message }) => message)).toEqual(['whole 🦅', 'half \ufffd', 'nul \ufffd']);
  await one.write([one.scope(key).logs.deleteOfExecution(row.executionId, { minLevel: 'ERROR' })]);
  expect(await one.scope(key).logs.ofExecution(row.executionId)).toHaveLength(3);
});
