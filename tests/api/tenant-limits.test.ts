/** What a tenant may have: what goes beyond is refused with 429, or fails the task, and is seen before. */
import { aFlow, eventually, fileForm, startServer, type TaskParts, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    tenancy: 'explicit',
    configuration: { 'kestra.ee.tenants.limits.kv-pairs': 3 },
  });
  return () => server.stop();
});

/** A tenant of its own with these limits. */
async function enter(limits: object) {
  const tenant = await server.newTenant();
  await server.call('PUT', `/tenants/${tenant}`, { body: { name: tenant, limits } });
  const request = (method: string, path: string, more: object = {}) =>
    server.request(method, path, { tenant, ...more });
  return {
    tenant,
    request,
    setLimits: (other: object) => server.call('PUT', `/tenants/${tenant}`, { body: { name: tenant, limits: other } }),
    status: async (method: string, path: string, body: unknown) => (await request(method, path, { body })).status,
    limits: async () => {
      const listed: readonly { id: string; count: number; limit: number }[] = await server.call('GET', '/limits', {
        tenant,
      });
      return Object.fromEntries(listed.map(({ id, count, limit }) => [id, [count, limit] as const]));
    },
    run: async (task: TaskParts) => {
      const id = `run-${crypto.randomUUID().slice(0, 8)}`;
      const headers = { 'content-type': 'application/x-yaml' };
      await request('POST', '/flows', { body: aFlow({ id, namespace: 'company', tasks: [task] }), headers });
      const execution = await server.call('POST', `/executions/company/${id}?wait=true`, { tenant });
      return { state: execution.state.current, logs: (await request('GET', `/logs/${execution.id}`)).text };
    },
  };
}

const refusal = (limit: number, what: string) =>
  `Limit reached: this tenant may have ${limit} ${what}; remove some, or have the limit raised`;

test('a key/value pair beyond the limit is refused, one that is there is changed, and room is made by deleting', async () => {
  const { request, status, run, limits } = await enter({ kvPairs: 2 });
  const path = (key: string) => `/namespaces/company/kv/${key}`;
  for (const key of ['a', 'b']) expect(await status('PUT', path(key), '"value"')).toBe(200);

  const refused = await request('PUT', path('c'), { body: '"value"' });
  expect([refused.status, refused.json.code, refused.json.message]).toEqual([
    429,
    'LIMIT_REACHED',
    refusal(2, 'key/value pairs'),
  ]);
  expect(await status('PUT', path('a'), '"another"')).toBe(200);
  expect((await limits())['kvPairs']).toEqual([2, 2]);
  const set: TaskParts = { id: 'set', type: 'io.kestra.plugin.core.kv.Set', key: 'c', value: 'value' };
  const failed = await run(set);
  expect(failed.state).toBe('FAILED');
  expect(failed.logs).toContain(refusal(2, 'key/value pairs'));

  await request('DELETE', path('a'));
  expect((await run(set)).state).toBe('SUCCESS');
});

test('the configuration limits tenants that say nothing, and a tenant may have more, or all', async () => {
  const { limits, setLimits } = await enter({});
  expect((await limits())['kvPairs']).toEqual([0, 3]);

  await setLimits({ kvPairs: 5, secrets: 0 });
  expect((await limits())['kvPairs']).toEqual([0, 5]);
  await setLimits({ kvPairs: 0 });
  expect(Object.keys(await limits())).toEqual(['waiting', 'streams']);
});

test('a secret beyond the limit is refused, another value of one that is there is not', async () => {
  const { request, status, limits } = await enter({ secrets: 1 });
  const path = '/namespaces/company/secrets';
  expect(await status('PUT', path, { key: 'ONE', value: 'a value' })).toBe(200);

  const refused = await request('PUT', path, { body: { key: 'TWO', value: 'a value' } });
  expect([refused.status, refused.json.message]).toEqual([429, refusal(1, 'secrets')]);
  expect(await status('PUT', path, { key: 'ONE', value: 'another value' })).toBe(200);
  expect((await limits())['secrets']).toEqual([1, 1]);
});

test('nobody comes into a tenant that has all its users, and who is in stays', async () => {
  const { tenant, request, limits, setLimits } = await enter({});
  await setLimits({ users: 1_000 });
  const [count] = (await limits())['users']!;
  await setLimits({ users: count + 1 });
  const join = async (name: string) => {
    const { id } = await server.call('POST', '/users', { body: { email: `${name}-${tenant}@example.com` } });
    return { id, status: (await request('PUT', `/tenant-access/${id}`)).status };
  };

  const first = await join('first');
  const second = await join('second');

  expect([first.status < 300, second.status]).toEqual([true, 429]);
  expect((await request('PUT', `/tenant-access/${first.id}`)).status).toBeLessThan(300);
  expect((await limits())['users']).toEqual([count + 1, count + 1]);
});

test('a file that is too large for the tenant leaves nothing, whoever writes it', async () => {
  const { request, run, limits } = await enter({ storageBytes: 10_000 });
  const upload = (path: string, bytes: number) =>
    request('POST', `/namespaces/company/files?path=${path}`, { body: fileForm('x'.repeat(bytes)) });
  expect((await upload('/small.txt', 2_000)).status).toBe(200);

  const refused = await upload('/large.txt', 9_000);
  expect([refused.status, refused.json.message]).toEqual([429, refusal(10_000, 'bytes of files')]);
  expect((await request('GET', '/namespaces/company/files?path=/large.txt')).status).toBe(404);
  const [count, limit] = (await limits())['storageBytes']!;
  expect([count >= 2_000 && count < 10_000, limit]).toEqual([true, 10_000]);
  const failed = await run({
    id: 'write',
    type: 'io.kestra.plugin.core.storage.Write',
    content: 'x'.repeat(9_500),
    extension: '.txt',
  });
  expect(failed.state).toBe('FAILED');
  expect(failed.logs).toContain(refusal(10_000, 'bytes of files'));
  expect((await upload('/other.txt', 1_000)).status).toBe(200);
});

test('lines that a tenant may not log any more are dropped, which its log says, and its tasks go on', async () => {
  const { run, limits } = await enter({ logBytesPerDay: 5_000 });
  const log: TaskParts = { id: 'log', type: 'io.kestra.plugin.core.log.Log', message: 'x'.repeat(1_500) };

  const dropped = await eventually(async () => {
    const ran = await run(log);
    expect(ran.state).toBe('SUCCESS');
    expect(ran.logs).toContain('Log limit reached: this tenant has logged all that it may today');
    return ran;
  });

  expect(dropped.logs).not.toContain('xxx');
  // Why a task fails is told in any case
  const concat: TaskParts = {
    id: 'concat',
    type: 'io.kestra.plugin.core.storage.Concat',
    files: ['kestra:///nowhere.txt'],
  };
  const failed = await run(concat);
  expect([failed.state, failed.logs.includes("didn't belong to the current execution")]).toEqual(['FAILED', true]);
  const [count, limit] = (await limits())['logBytesPerDay']!;
  expect([count > 0, limit]).toEqual([true, 5_000]);
});

test('a stream beyond the limit is refused until one has ended', async () => {
  const { tenant, request, limits } = await enter({ streams: 1 });
  const headers = { 'content-type': 'application/x-yaml' };
  const task: TaskParts = { id: 'pause', type: 'io.kestra.plugin.core.flow.Pause' };
  await request('POST', '/flows', { body: aFlow({ id: 'waits', namespace: 'company', tasks: [task] }), headers });
  const { id } = await server.call('POST', '/executions/company/waits', { tenant });
  const path = `/executions/${id}/follow`;
  const gone = new AbortController();
  const { username, password } = server.admin;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const follow = await fetch(`${server.url}/api/v1/${tenant}${path}`, {
    headers: { authorization },
    signal: gone.signal,
  });
  expect(follow.status).toBe(200);

  const refused = await request('GET', path);
  expect([refused.status, refused.json.message]).toEqual([429, refusal(1, 'open streams')]);
  expect((await limits())['streams']).toEqual([1, 1]);

  gone.abort();
  await eventually(async () => expect((await limits())['streams']).toEqual([0, 1]));
});

test('who may change tenants without being a superadmin changes no limits', async () => {
  const { tenant, request } = await enter({ kvPairs: 2 });
  const as = { username: `editor-${tenant}@example.com`, password: 'Editor-123!' };
  const { id } = await server.call('POST', '/users', { body: { email: as.username, ...as } });
  const permissions = { TENANT: ['VIEW', 'UPDATE'] };
  const role = await server.call('POST', '/roles', { tenant, body: { name: 'editor', permissions } });
  await request('PUT', `/tenant-access/${id}`);
  await server.call('POST', '/bindings', { tenant, body: { type: 'USER', externalId: id, roleId: role.id } });
  const put = (body: object) => server.request('PUT', `/tenants/${tenant}`, { as, body: { name: 'Ours', ...body } });

  expect((await put({ limits: { kvPairs: 1_000 } })).status).toBe(403);
  expect((await put({})).json).toMatchObject({ name: 'Ours', limits: { kvPairs: 2 } });
});
