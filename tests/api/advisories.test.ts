/** Public advisories on programs of this kind, each tried against this one. What is reported to us gets its test here, too. */
import {
  aFlow,
  eventually,
  logTask,
  returnTask,
  startServer,
  type Credentials,
  type TestServer,
} from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

let server: TestServer;
let tenant: string;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  tenant = await server.newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'kept', namespace: 'company' }), headers: yaml });
});

const yaml = { 'content-type': 'application/x-yaml' };

/** One who holds a role with these permissions in the tenant. */
async function userWith(
  permissions: Readonly<Record<string, readonly string[]>>,
  within = tenant,
): Promise<Credentials> {
  const username = `user-${crypto.randomUUID().slice(0, 8)}@example.org`;
  const password = 'Advisory!1234';
  const user = await server.call('POST', '/users', {
    body: { username, email: username, password, tenants: [within] },
  });
  const role = await server.call('POST', '/roles', { tenant: within, body: { name: username, permissions } });
  await server.call('POST', '/bindings', {
    tenant: within,
    body: { type: 'USER', externalId: user.id, roleId: role.id },
  });
  return { username, password };
}

const flowsOf = async (): Promise<string[]> =>
  (await server.call('GET', '/flows/search?page=1&size=100', { tenant })).results.map(({ id }: { id: string }) => id);

// Kestra before 1.0.45 and 1.3.21: a path that ends like a public one needed no login.
describe('CVE-2026-53576, GHSA-2q47-568g-9h4f: how a path ends opens nothing', () => {
  const flow = aFlow({ id: 'configs', namespace: 'company' });

  test.each([
    ['GET', '/flows/configs'],
    ['GET', '/flows/company/configs'],
    ['POST', '/flows/configs'],
    ['PUT', '/flows/company/configs'],
    ['DELETE', '/flows/company/configs'],
    ['POST', '/executions/company/configs'],
    ['POST', '/executions/company/kept/configs'],
    ['GET', '/flows/search/configs'],
    ['GET', '/flows/search;/configs'],
    ['GET', '/flows/search%2Fconfigs'],
    ['GET', '/flows/search?page=1&size=10&/configs'],
    ['GET', '/flows/search#/configs'],
    ['GET', '/namespaces/company/kv/configs'],
    ['PUT', '/namespaces/company/kv/configs'],
    ['GET', '/flows/company/login'],
    ['POST', '/flows/setup'],
  ])('%s %s is refused to strangers', async (method, path) => {
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: flow, headers: yaml };
    const reply = await server.request(method, path, { tenant, as: null, ...body });

    expect(reply.status, reply.text).toBe(401);
    expect(await flowsOf()).toEqual(['kept']);
  });
});

// Kestra up to 1.3.3: parameters of searches became part of the statement.
describe('CVE-2026-38428: what is searched for is a value', () => {
  const hostile = [
    "' OR '1'='1",
    "kept' UNION SELECT password FROM users --",
    "'; DROP TABLE flows; --",
    "\\'; SELECT 1; --",
    "a') OR 1=1 --",
    'a" OR "1"="1',
    "x'||(select body from users)||'",
    '%',
    '_ept',
  ];
  const searches = [
    '/flows/search?page=1&size=10&filters[q][EQUALS]=',
    '/flows/search?page=1&size=10&filters[namespace][EQUALS]=',
    '/flows/search?page=1&size=10&filters[flowId][CONTAINS]=',
    '/flows/search?page=1&size=10&filters[labels][EQUALS][team]=',
    '/executions/search?page=1&size=10&filters[q][EQUALS]=',
    '/executions/search?page=1&size=10&filters[namespace][PREFIX]=',
    '/logs/search?page=1&size=10&filters[q][EQUALS]=',
    '/secrets?filters[q][EQUALS]=',
    '/roles/search?page=1&size=10&filters[name][EQUALS]=',
    '/groups/search?page=1&size=10&filters[q][EQUALS]=',
  ];

  test.each(searches)('%s', async (address) => {
    for (const text of hostile) {
      const reply = await server.request('GET', address + encodeURIComponent(text), { tenant });
      expect([reply.status, reply.json?.total], `${text}: ${reply.text}`).toEqual([200, 0]);
    }
    expect(await flowsOf()).toEqual(['kept']);
  });

  test.each(['/flows/search', '/executions/search', '/roles/search'])(
    '%s is sorted by known fields alone',
    async (path) => {
      for (const text of ['(select 1)', 'id;drop table flows', 'id asc, (select body from users)', "id' --"]) {
        const sorted = await server.request('GET', `${path}?page=1&size=10&sort=${encodeURIComponent(text)}`, {
          tenant,
        });
        const filtered = await server.request(
          'GET',
          `${path}?page=1&size=10&filters[${encodeURIComponent(text)}][EQUALS]=x`,
          { tenant },
        );
        expect([sorted.status, filtered.status]).toEqual([422, 422]);
      }
    },
  );
});

// n8n before 1.122 and 2.5.1: expressions reached the program around them.
describe('CVE-2025-68613 and CVE-2026-1470: expressions reach nothing but their variables', () => {
  test.each([
    "{{ constructor.constructor('return process')() }}",
    "{{ ''.constructor.constructor('return process.env')() }}",
    '{{ this.constructor }}',
    '{{ flow.__proto__ }}',
    '{{ flow.constructor.name }}',
    "{{ flow['constructor'] }}",
    "{{ [].map.constructor('return 1')() }}",
    '{{ process.env }}',
    "{{ require('child_process') }}",
    '{{ globalThis }}',
    '{{ inputs.toString }}',
  ])('%s', async (template) => {
    const within = await server.newTenant();
    const flow = aFlow({ id: 'probe', namespace: 'company', tasks: [returnTask(`${template}`, 'probe')] });
    await server.call('POST', '/flows', { tenant: within, body: flow, headers: yaml });

    const { id, state, taskRunList } = await server.call('POST', '/executions/company/probe?wait=true', {
      tenant: within,
      body: new FormData(),
    });

    const shown = JSON.stringify(await server.call('GET', `/outputs/${id}/${taskRunList[0].id}`, { tenant: within }));
    expect(shown).not.toMatch(/function|native code|Object|process|PATH|HOME/);
    expect([state.current, shown]).toSatisfy(
      ([ended, value]: [string, string]) => ended === 'FAILED' || /^(\{\}|\{"value":""\})$/.test(value),
    );
  });
});

// Langflow before 1.3: the address that validates code ran it, and asked for no login.
test('CVE-2025-3248: validation runs nothing, and not for strangers', async () => {
  const within = await server.newTenant();
  const source = aFlow({
    id: 'validated',
    namespace: 'company',
    variables: { now: "{{ kv('reached') }}" },
    tasks: [{ id: 'set', type: 'io.kestra.plugin.core.kv.Set', key: 'reached', value: 'yes' }],
  });

  const strange = await server.request('POST', '/flows/validate', {
    tenant: within,
    as: null,
    body: source,
    headers: yaml,
  });
  const known = await server.request('POST', '/flows/validate', { tenant: within, body: source, headers: yaml });

  expect([strange.status, known.status]).toEqual([401, 200]);
  expect((await server.request('GET', '/flows/company/validated', { tenant: within })).status).toBe(404);
  expect((await server.request('GET', '/namespaces/company/kv/reached', { tenant: within })).status).toBe(404);
});

// Langflow before 1.5.1: whoever was signed in could read, change and delete the flows of others by their ids.
test("GHSA-8c4j-f57c-35cf: an id alone opens nothing of another's", async () => {
  const within = await server.newTenant();
  const neighbour = await userWith({ FLOW: ['VIEW', 'LIST', 'CREATE', 'UPDATE', 'DELETE'] }, within);

  for (const [method, body] of [
    ['GET', undefined],
    ['PUT', aFlow({ id: 'kept', namespace: 'company', description: 'taken' })],
    ['DELETE', undefined],
  ] as const) {
    const options = { as: neighbour, ...(body !== undefined && { body, headers: yaml }) };
    const ofOther = await server.request(method, '/flows/company/kept', { tenant, ...options });
    const ofOwn = await server.request(method, '/flows/company/kept', { tenant: within, ...options });
    expect([ofOther.status, ofOwn.status]).toEqual([404, 404]);
  }
  expect((await server.call('GET', '/flows/company/kept', { tenant })).revision).toBe(1);
});

// n8n before 2.25.7: to run something again, the right to read it was enough.
test('GHSA-h3jj-5f3v-3685: who may only look starts nothing, again or anew', async () => {
  const within = await server.newTenant();
  const flow = aFlow({ id: 'hello', namespace: 'company', tasks: [logTask()] });
  await server.call('POST', '/flows', { tenant: within, body: flow, headers: yaml });
  const { id, taskRunList } = await server.call('POST', '/executions/company/hello?wait=true', {
    tenant: within,
    body: new FormData(),
  });
  const reader = await userWith({ FLOW: ['VIEW', 'LIST'], EXECUTION: ['VIEW', 'LIST', 'ACCESS_LOGS'] }, within);
  const asReader = (method: string, path: string, body?: unknown) =>
    server.request(method, path, { tenant: within, as: reader, ...(body !== undefined && { body }) });

  expect((await asReader('GET', `/executions/${id}`)).status).toBe(200);
  for (const [path, body] of [
    ['/executions/company/hello', new FormData()],
    [`/executions/${id}/actions/replay`, {}],
    [`/executions/${id}/actions/replay-with-inputs`, new FormData()],
    [`/executions/${id}/actions/restart`, {}],
    [`/executions/${id}/actions/state`, { taskRunId: taskRunList[0].id, state: 'FAILED' }],
    ['/executions/replay/by-ids', [id]],
    ['/executions/restart/by-ids', [id]],
  ] as const) {
    const reply = await asReader('POST', path, body);
    expect([403, 404], `${path}: ${reply.status}`).toContain(reply.status);
  }
  await eventually(async () => {
    const { total } = await server.call('GET', '/executions/search?page=1&size=10', { tenant: within });
    expect(total).toBe(1);
  });
});
