/** Ways around the scope that somebody could take by mistake: the database closes each of them. */
import type { TenantKey } from '@windhover/model';
import type { Store } from '@windhover/ports';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Connections } from './connection/connections.ts';
import { fixed } from './connection/statement.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import { engine, enter, instance, tenantPart, type Part } from './part.ts';
import { fillTenant } from './testing/rows.ts';
import { connectTo } from './testing/start-postgres.ts';
import { sharedPostgres } from './testing/shared-postgres.ts';

const server = sharedPostgres();
const mine = 'mine' as TenantKey;
const theirs = 'theirs' as TenantKey;

let url: string;
let store: Store;
let client: Client;
beforeAll(async () => {
  url = await server().createDatabase();
  store = await openPostgresStore({ url, owner: 'test' });
  await fillTenant(store, mine, 1);
  await fillTenant(store, theirs, 11);
  client = await connectTo(url);
}, 60_000);
afterAll(async () => {
  await client.end();
  await store.close();
});

/** In a transaction that begins with `prelude` and is rolled back. */
async function within<T>(prelude: string, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    await client.query(prelude);
    return await work();
  } finally {
    await client.query('rollback');
  }
}

async function tables(): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
     and relname <> 'migrations' order by relname`,
  );
  return rows.map(({ name }) => name);
}

async function ownersSeen(table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ owner: string }>(`select distinct tenant_id as owner from ${table} order by 1`);
  return rows.map(({ owner }) => owner);
}

async function tenantTables(): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.columns where column_name = 'tenant_id' order by 1`,
  );
  return rows.map(({ name }) => name);
}

test('every table is secured, also against its owner', async () => {
  const { rows } = await client.query(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
     and not (relrowsecurity and relforcerowsecurity)`,
  );
  expect(rows).toEqual([{ relname: 'migrations' }]);
  expect(await tables()).toContain('executions');
});

describe.for([
  ['nothing said', 'select 1'],
  ['an empty tenant', `set local windhover.tenant = ''`],
  ['a tenant that does not exist', `set local windhover.tenant = 'nobody'`],
  ['an unknown role', `set local windhover.role = 'admin'`],
])('with %s', ([, prelude]) => {
  test('no table shows a row', async () => {
    for (const table of await tables()) {
      const { rows } = await within(prelude!, () => client.query(`select 1 from ${table}`));
      expect([table, rows]).toEqual([table, []]);
    }
  });

  test('nothing is changed or deleted', async () => {
    for (const table of await tenantTables()) {
      const changed = await within(prelude!, async () => [
        (await client.query(`update ${table} set tenant_id = tenant_id`)).rowCount,
        (await client.query(`delete from ${table}`)).rowCount,
      ]);
      expect([table, changed]).toEqual([table, [0, 0]]);
    }
  });

  test('nothing is written', async () => {
    const insert = `insert into flows(tenant_id, namespace, flow_id, revision, deleted) values ('mine', 'n', 'f', 1, 0)`;
    await expect(within(prelude!, () => client.query(insert))).rejects.toThrow(/row-level security/);
    const empty = insert.replace(`'mine'`, `''`);
    await expect(within(prelude!, () => client.query(empty))).rejects.toThrow(/row-level security/);
  });
});

describe('a scope that forgets its filter', () => {
  test('sees and changes its own rows only', async () => {
    let filled = 0;
    for (const table of await tenantTables()) {
      const seen = await within(`set local windhover.tenant = 'mine'`, () => ownersSeen(table));
      expect([table, seen.filter((owner) => owner !== 'mine')]).toEqual([table, []]);
      if (seen.length > 0) filled += 1;
      await within(`set local windhover.tenant = 'mine'`, () => client.query(`delete from ${table}`));
    }
    expect(filled).toBeGreaterThan(20);
    expect(await store.scope(theirs).flows.findLatest('company', 'flow')).toMatchObject({ source: 'of theirs' });
  });

  test('gives nothing to another tenant', async () => {
    const move = `update kv_pairs set tenant_id = 'theirs'`;
    await expect(within(`set local windhover.tenant = 'mine'`, () => client.query(move))).rejects.toThrow(
      /row-level security/,
    );
  });
});

test('the engine does not reach what is none of its business, nor does the instance', async () => {
  const seenBy = async (role: string) => {
    const seen: string[] = [];
    for (const table of await tenantTables()) {
      const owners = await within(`set local windhover.role = '${role}'`, () => ownersSeen(table));
      if (owners.length > 0) seen.push(table);
    }
    return seen;
  };
  expect(await seenBy('engine')).toEqual([
    'execution_labels',
    'executions',
    'idempotency',
    'inbox',
    'kept_logs',
    'live_task_runs',
    'log_chunks',
    'metric_chunks',
    'quota_counts',
    'slots',
    'task_runs',
    'ticks',
    'timers',
  ]);
  expect(await seenBy('instance')).toEqual([
    'audit_heads',
    'audit_log',
    'bindings',
    'group_members',
    'tenant_access',
    'tenants',
  ]);
});

test('an error names the key that was broken, not the row of another tenant behind it', async () => {
  const insert = `insert into kept_logs(run, tenant_id, execution_id, namespace, flow_id) values (12, 'mine', 'e', 'n', 'f')`;
  const error = await within(`set local windhover.tenant = 'mine'`, () => client.query(insert)).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ code: '23505', constraint: 'kept_logs_pkey', detail: undefined });
});

test('what a connection was left with counts for nothing', async () => {
  const left = await openPostgresStore({
    url,
    owner: 'test',
    pool: { initSql: `set windhover.tenant = 'theirs'; set windhover.role = 'instance'` },
  });
  const scope = left.scope(mine);
  expect(await scope.flows.list()).toMatchObject([{ source: 'of mine' }]);
  expect((await scope.kv.list('company')).map(({ value }) => value)).toEqual(['mine']);
  const refused = left.write([scope.access.insertGroup({ id: 'group', name: 'other' })]);
  await expect(refused).rejects.toMatchObject({ thing: 'Group' });
  expect(await left.scope('nobody' as TenantKey).kv.list('company')).toEqual([]);
  await left.close();
});

test('a connection is left with nothing, whoever used it', async () => {
  const connections = new Connections({
    config: { connectionString: url },
    database: 'test',
    maxConnections: 3,
    preparedStatements: true,
  });
  const settings = { schema: undefined, statementTimeoutMs: 1_000 };
  for (const part of [tenantPart(mine), engine, instance] satisfies Part[]) {
    const [, own] = await connections.run('read', [
      enter(part, settings),
      fixed('select count(*) as rows from tenants'),
    ]);
    expect(own!.rows[0]!['rows']).toBe(part.role === 'engine' ? 0 : part.role === 'instance' ? 2 : 1);
    await expect(connections.run('read', [enter(part, settings), fixed('select 1 / 0')])).rejects.toThrow(/zero/);

    const [left, seen] = await connections.run('read', [
      fixed(`select current_setting('windhover.tenant', true) as tenant, current_setting('windhover.role', true) as role,
        current_setting('statement_timeout') as timeout`),
      fixed('select * from tenants'),
    ]);
    expect(left!.rows).toEqual([{ tenant: '', role: '', timeout: '0' }]);
    expect(seen!.rows).toEqual([]);
  }
  await connections.close();
});
