/** Versions of secrets: counted, told of, brought back, and never shown. */
import { startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

const secrets = '/namespaces/company/secrets';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed', configuration: { 'kestra.secret.keep-versions': 3 } });
  return () => server.stop();
});

/** The secret KEY of a tenant of its own. */
async function enter() {
  const tenant = await server.newTenant();
  const request = (method: string, path: string, more: object = {}) =>
    server.request(method, path, { tenant, ...more });
  return {
    tenant,
    put: (value: string) => request('PUT', secrets, { body: { key: 'KEY', value } }),
    versions: async () => {
      const { status, json } = await request('GET', `${secrets}/KEY/versions`);
      return status === 200 ? json.map(({ version }: { version: number }) => version) : status;
    },
    restore: async (version: number | string) => {
      const { status, json } = await request('POST', `${secrets}/KEY/restore?version=${version}`);
      return status === 200 ? json : status;
    },
    request,
    /** What a flow reads, in a form that is not masked. */
    read: async () => {
      const task = { id: 'probe', type: 'io.kestra.plugin.core.debug.Return', format: "{{ secret('KEY') | length }}" };
      const body = JSON.stringify({ id: 'probe', namespace: 'company', tasks: [task] });
      await request('POST', '/flows', { body, headers: { 'content-type': 'application/x-yaml' } });
      const execution = await server.call('POST', '/executions/company/probe?wait=true', { tenant });
      return execution.taskRunList[0].outputs.value;
    },
  };
}

test('each value is a version; lists say which one is in use, and who set which', async () => {
  const { request, put, versions } = await enter();
  for (const value of ['first value', 'second value']) await put(value);
  await request('PATCH', `${secrets}/KEY`, { body: { description: 'of the bank' } });

  const listed = (await request('GET', '/secrets')).json.results;
  const told = await request('GET', `${secrets}/KEY/versions`);

  expect(listed).toEqual([{ namespace: 'company', key: 'KEY', description: 'of the bank', tags: [], version: 2 }]);
  const updated = expect.stringMatching(/^\d{4}-/);
  expect(told.json).toEqual([1, 2].map((version) => ({ version, updated, author: server.admin.username })));
  expect(told.text).not.toContain('value"');
  expect(await versions()).toEqual([1, 2]);
});

test('an earlier value comes back as the newest version, which flows read', async () => {
  const { tenant, put, read, restore, versions } = await enter();
  for (const value of ['four', 'twelve chars']) await put(value);
  expect(await read()).toBe('12');

  const [restored] = await restore(1);

  expect(restored).toMatchObject({ key: 'KEY', version: 3 });
  expect([await read(), await versions()]).toEqual(['4', [1, 2, 3]]);
  const { results } = await server.call('GET', '/auditlogs/search?filters[resources][EQUALS]=SECRET', { tenant });
  const detail = expect.objectContaining({ namespace: 'company', key: 'KEY', action: 'restore', version: 1 });
  expect(results).toContainEqual(expect.objectContaining({ auditLog: expect.objectContaining({ detail }) }));
});

test('only so many are kept as the server is told, and none when the secret is deleted', async () => {
  const { request, put, restore, versions } = await enter();
  for (let count = 1; count <= 5; count += 1) await put(`value ${count}`);

  expect([await versions(), await restore(2), await restore('x')]).toEqual([[3, 4, 5], 404, 422]);
  await request('DELETE', `${secrets}/KEY`);
  expect([await versions(), await restore(5)]).toEqual([404, 404]);
  await put('another');
  expect(await versions()).toEqual([1]);
});

test('versions of another tenant are as unknown as those of a secret that nobody set', async () => {
  const theirs = await enter();
  for (const value of ['first value', 'second value']) await theirs.put(value);
  const mine = await enter();

  expect([await mine.versions(), await mine.restore(1)]).toEqual([404, 404]);
  expect(await theirs.versions()).toEqual([1, 2]);
});

test('each of many values that are set at the same moment is a version, and a description that comes between takes none away', async () => {
  const { put, request, versions } = await enter();
  await put('first value');

  const describe = () => request('PATCH', `${secrets}/KEY`, { body: { description: 'of the bank' } });
  const replies = await Promise.all(
    Array.from({ length: 12 }, (_, index) => (index % 4 === 3 ? describe() : put(`value number ${index}`))),
  );

  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await versions()).toEqual([8, 9, 10]);
});
