/** What key/value pairs have been: kept at each write, read by number, purged. */
import { startServer, type Reply, type TestServer } from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

const core = 'io.kestra.plugin.core';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed', configuration: { 'kestra.kv.keep-revisions': 4 } });
  return () => server.stop();
});

/** The pairs of a namespace of a tenant of its own, or of one that is given. */
async function enter(given?: string, namespace = 'company.team') {
  const tenant = given ?? (await server.newTenant());
  const pairs = `/namespaces/${namespace}/kv`;
  const request = (method: string, rest: string, more: object = {}): Promise<Reply> =>
    server.request(method, pairs + rest, { tenant, ...more });
  return {
    tenant,
    set: (key: string, body: string, headers: Record<string, string> = {}) =>
      request('PUT', `/${key}`, { body, headers: { 'content-type': 'text/plain', ...headers } }),
    get: async (key: string, revision?: number) => {
      const { status, json } = await request('GET', `/${key}${revision === undefined ? '' : `?revision=${revision}`}`);
      return status === 200 ? json.value : status;
    },
    remove: (key: string) => request('DELETE', `/${key}`),
    revisions: (key: string) => request('GET', `/${key}/revisions`),
    numbers: async (key: string): Promise<number[] | number> => {
      const { status, json } = await request('GET', `/${key}/revisions`);
      return status === 200 ? json.map(({ revision }: { revision: number }) => revision) : status;
    },
    run: async (task: object) => {
      const body = JSON.stringify({ id: 'probe', namespace, tasks: [{ id: 'probe', ...task }] });
      const headers = { 'content-type': 'application/x-yaml' };
      const saved = await server.request('POST', '/flows', { tenant, body, headers });
      if (saved.status === 422) await server.call('PUT', `/flows/${namespace}/probe`, { tenant, body, headers });
      const execution = await server.call('POST', `/executions/${namespace}/probe?wait=true`, { tenant });
      return execution.taskRunList[0].outputs;
    },
  };
}

test('a number that cannot be kept exactly is refused, whoever writes it', async () => {
  const { set, get, run } = await enter();
  await set('id', '1');

  const reply = await set('id', '9007199254740993');
  await run({ type: `${core}.kv.Set`, key: 'id', value: '{{ 9007199254740993 }}', allowFailure: true });

  expect([reply.status, reply.json.message]).toEqual([
    422,
    'Invalid entity: value: the number 9007199254740993 cannot be kept exactly; keep it as text, in quotes or as STRING',
  ]);
  expect(await get('id')).toBe(1);
  await run({ type: `${core}.kv.Set`, key: 'id', value: '{{ 9007199254740993 }}', kvType: 'STRING' });
  expect(await get('id')).toBe('9007199254740993');
});

test('each write is a revision with its type and description, whoever writes', async () => {
  const { set, get, revisions, run } = await enter();

  await set('limit', '42', { description: 'rows' });
  await set('limit', '"many"');
  await run({ type: `${core}.kv.Set`, key: 'limit', value: { a: 1 } });

  const updated = expect.stringMatching(/^\d{4}-/);
  expect((await revisions('limit')).json).toEqual([
    { revision: 1, type: 'NUMBER', description: 'rows', updated },
    { revision: 2, type: 'STRING', updated },
    { revision: 3, type: 'JSON', updated },
  ]);
  const values = [await get('limit', 1), await get('limit', 2), await get('limit', 3), await get('limit')];
  expect(values).toEqual([42, 'many', { a: 1 }, { a: 1 }]);
  expect([await get('limit', 4), await get('limit', 0), await get('none', 1)]).toEqual([404, 422, 404]);
});

test('only so many are kept as the server is told', async () => {
  const { set, get, numbers } = await enter();

  for (let count = 1; count <= 7; count += 1) await set('loop', `${count}`);

  expect([await numbers('loop'), await get('loop', 3), await get('loop', 4)]).toEqual([[4, 5, 6, 7], 404, 4]);
});

test('of many writers at once each has a revision of its own', async () => {
  const { set, get, numbers } = await enter();

  const replies = await Promise.all([1, 2, 3, 4].map((writer) => set('race', `${writer}`)));

  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await numbers('race')).toEqual([1, 2, 3, 4]);
  const values = await Promise.all([1, 2, 3, 4].map((revision) => get('race', revision)));
  expect(new Set(values)).toEqual(new Set([1, 2, 3, 4]));
});

test('what has expired is gone under its number too, and no value outlives its key', async () => {
  const { set, get, numbers, remove } = await enter();
  await set('short', '1', { ttl: 'PT0.001S' });
  await set('short', '2');

  expect([await get('short', 1), await get('short'), await numbers('short')]).toEqual([410, 2, [2]]);
  await set('short', '3', { ttl: 'PT0.001S' });
  expect([await get('short', 2), await numbers('short')]).toEqual([410, 410]);
  await remove('short');
  expect([await get('short', 2), await numbers('short')]).toEqual([404, 404]);
  await set('short', '4');
  expect(await numbers('short')).toEqual([1]);
});

describe('PurgeKV of versions', () => {
  const purge = (rest: object) => ({ type: `${core}.kv.PurgeKV`, ...rest });

  test('deletes what is beyond the newest of keys that match, and says how many went', async () => {
    const { set, get, numbers, run } = await enter();
    for (const value of ['1', '2', '3']) for (const key of ['a_one', 'b_two']) await set(key, value);

    const some = await run(purge({ keyPattern: 'a_*', behavior: { type: 'version', keepAmount: 2 } }));
    const rest = await run(purge({ namespaces: ['company'], behavior: { type: `${core}.kv.Version`, keepAmount: 1 } }));

    expect([some, rest]).toEqual([{ size: 1 }, { size: 3 }]);
    expect([await numbers('a_one'), await numbers('b_two'), await get('a_one')]).toEqual([[3], [3], 3]);
  });

  test('with a date deletes what was set before it, but not the present value', async () => {
    const { set, numbers, run } = await enter();
    for (const value of ['1', '2']) await set('key', value);

    const early = await run(purge({ behavior: { type: 'version', before: '2020-01-01T00:00:00Z' } }));
    const late = await run(purge({ behavior: { type: 'version', before: "{{ now() | dateAdd(1, 'HOURS') }}" } }));

    expect([early, late, await numbers('key')]).toEqual([{ size: 0 }, { size: 1 }, [2]]);
  });

  test('leaves namespaces alone that do not allow it', async () => {
    const closed = await enter(undefined, 'closed');
    for (const value of ['1', '2']) await closed.set('key', value);
    const body = { id: 'closed', allowedNamespaces: [{ namespace: 'friend' }] };
    await server.call('POST', '/namespaces', { tenant: closed.tenant, body });

    const { run } = await enter(closed.tenant);

    expect(await run(purge({ behavior: { type: 'version', keepAmount: 1 } }))).toEqual({ size: 0 });
    expect(await closed.numbers('key')).toEqual([1, 2]);
  });
});

test('revisions of another tenant are as unknown as those of a key that nobody set', async () => {
  const theirs = await enter();
  for (const value of ['1', '2']) await theirs.set('key', value);
  const mine = await enter();

  for (const revision of [1, 2])
    expect([await mine.get('key', revision), await mine.get('none', revision)]).toEqual([404, 404]);
  expect([await mine.numbers('key'), await mine.numbers('none')]).toEqual([404, 404]);
  await mine.set('key', '9');
  expect([await mine.numbers('key'), await mine.get('key', 2)]).toEqual([[1], 404]);
  expect([await theirs.numbers('key'), await theirs.get('key', 1)]).toEqual([[1, 2], 1]);
});
