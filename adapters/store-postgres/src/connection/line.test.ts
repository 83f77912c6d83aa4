/** Commits one behind the other on a connection, at a real server. */
import { DatabaseUnavailable } from '@windhover/model';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectTo } from '../testing/index.ts';
import { sharedPostgres } from '../testing/shared-postgres.ts';
import { Connections } from './connections.ts';
import { fixed, type Statement } from './statement.ts';

const server = sharedPostgres();
let connections: Connections;
/** Somebody else, who holds a lock that a commit waits for, and sees what is committed. */
let other: Client;
beforeAll(async () => {
  const url = await server().createDatabase();
  connections = new Connections({
    config: { connectionString: url },
    database: 'test',
    maxConnections: 3,
    preparedStatements: true,
  });
  other = await connectTo(url);
  await other.query('create table seen(place serial, word text unique)');
  await connections.commit([enter('prepared')]); // what has to be prepared is not sent ahead
});
beforeEach(() => other.query('truncate seen'));
afterAll(async () => {
  await other.end();
  await connections.close();
});

const enter = (word: string): Statement => fixed('insert into seen(word) values ($1)', word);
const lock = fixed('select pg_advisory_xact_lock(1)');

async function words(): Promise<readonly string[]> {
  return (await other.query<{ word: string }>('select word from seen order by place')).rows.map(({ word }) => word);
}

/** Resolves once the commit of `first` waits at the server. */
async function held(): Promise<void> {
  for (;;) {
    const { rows } = await other.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`);
    if (rows.length > 0) return;
  }
}

test('they take effect in the order of the calls, however many there are', async () => {
  const asked = Array.from({ length: 2_500 }, (_, index) => String(index));
  await Promise.all(asked.map((word) => connections.commit([enter(word)])));
  expect(await words()).toEqual(asked);
});

test('one that fails takes nothing of the one behind it along', async () => {
  await other.query('select pg_advisory_lock(1)');
  const asked = [connections.commit([lock, enter('twice'), enter('twice')]), connections.commit([enter('behind')])];
  const told = Promise.allSettled(asked);
  await held();
  await other.query('select pg_advisory_unlock(1)');
  expect(await told).toEqual([
    { status: 'rejected', reason: expect.objectContaining({ index: 2, code: '23505' }) },
    { status: 'fulfilled', value: [{ rows: [], changes: 1 }] },
  ]);
  expect(await words()).toEqual(['behind']);
});

test('each gets its own answer', async () => {
  const numbers = await Promise.all(
    [1, 2, 3].map((number) => connections.commit([fixed('select $1::integer as n', number)])),
  );
  expect(numbers.map(([answer]) => answer?.rows)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
});

test('when the connection breaks all that are under way are told, and the next one gets another', async () => {
  await other.query('select pg_advisory_lock(1)');
  const broken = [connections.commit([lock, enter('first')]), connections.commit([enter('second')])];
  const told = Promise.allSettled(broken);
  await held();
  await other.query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and not granted`);
  expect((await told).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
  await other.query('select pg_advisory_unlock(1)');
  await connections.commit([enter('third')]);
  expect(await words()).toEqual(['third']);
});

test('who asks while there is no server is told so', async () => {
  const nowhere = new Connections({
    config: { connectionString: 'postgres://nobody@127.0.0.1:1/none' },
    database: 'none',
    maxConnections: 3,
    preparedStatements: true,
  });
  const asked = await Promise.allSettled([nowhere.commit([lock]), nowhere.commit([lock])]);
  const told = { status: 'rejected', reason: expect.any(DatabaseUnavailable) };
  expect(asked).toEqual([told, told]);
  await nowhere.close();
});
