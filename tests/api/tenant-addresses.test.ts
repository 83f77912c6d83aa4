/** Servers outside that one tenant may ask, and how often it may ask any. */
import { createServer } from 'node:http';
import {
  aFlow,
  eventually,
  listenOnLoopback,
  startServer,
  startVault,
  type Reply,
  type TaskParts,
  type TestServer,
} from '@windhover/testing';
import { expect, onTestFinished, test } from 'vitest';

const http = 'io.kestra.plugin.core.http.Request';

test('ranges that a superadmin opens to a tenant are open to its tasks and templates, and to no other tenant', async () => {
  const [server, url] = [await startServer({ tenancy: 'explicit' }), await outside()];
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', allowedAddresses: ['127.0.0.0/8'] } });
  await server.call('POST', '/tenants', { body: { id: 'other', name: 'other' } });

  expect(await ask(server, 'dev', url)).toMatchObject({ state: 'SUCCESS' });
  expect(await show(server, 'dev', `{{ http('${url}') }}`)).toMatchObject({ state: 'SUCCESS' });
  const refused = await ask(server, 'other', url);
  expect([refused.state, refused.logs.includes("Connections to '127.0.0.1' are not allowed")]).toEqual([
    'FAILED',
    true,
  ]);

  expect((await server.call('GET', '/tenants/dev')).allowedAddresses).toEqual(['127.0.0.0/8']);
  await server.call('PUT', '/tenants/dev', { body: { name: 'dev' } });
  expect((await ask(server, 'dev', url)).state).toBe('FAILED');
});

test('a backend of the tenant, or of a namespace in it, may stand there, too', async () => {
  const [server, vault] = [await startServer({ tenancy: 'explicit' }), await startVault()];
  const own = { secretType: 'vault', secretConfiguration: { address: vault.url, token: { token: vault.rootToken } } };
  const create = (id: string, settings: object) =>
    server.request('POST', '/tenants', { body: { id, name: id, ...settings } });

  expect((await create('closed', own)).json._embedded.errors[0].path).toBe('secretConfiguration.address');
  expect((await create('dev', { ...own, allowedAddresses: ['127.0.0.1'] })).status).toBe(200);
  await server.call('POST', '/namespaces', { tenant: 'dev', body: { id: 'bank', ...own } });
  for (const namespace of ['company', 'bank'])
    await server.call('PUT', `/namespaces/${namespace}/secrets`, {
      tenant: 'dev',
      body: { key: 'TOKEN', value: 'a value' },
    });

  expect([...vault.secrets.keys()]).toEqual(['kestra/dev/company/TOKEN', 'kestra/dev/bank/TOKEN']);
  await server.call('PUT', '/tenants/dev', { body: { name: 'dev' } });
  expect((await server.request('GET', '/namespaces/bank/inherited-secrets', { tenant: 'dev' })).status).toBe(424);
});

test.each([
  ['allowedAddresses', ['10.1.0.0/16'], [['10.1.0.0/16', '10.2.0.0/16'], []]],
  ['scriptNetwork', 'none', ['open', 'filtered']],
])('who may change tenants without being a superadmin leaves %s as it is', async (setting, own, others) => {
  const server = await startServer({ tenancy: 'explicit' });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', [setting]: own } });
  const as = await tenantEditor(server);
  const put = (settings: object): Promise<Reply> =>
    server.request('PUT', '/tenants/dev', { as, body: { name: 'Development', ...settings } });

  for (const other of others) {
    const refused = await put({ [setting]: other });
    expect([refused.status, refused.json.message]).toEqual([403, 'Forbidden: only a superadmin may do this']);
  }
  for (const settings of [{}, { [setting]: own }]) {
    const { status, json } = await put(settings);
    expect([status, json.name, json[setting]]).toEqual([200, 'Development', own]);
  }
});

test('what is no range is refused, and metadata addresses stay closed whatever is opened', async () => {
  const server = await startServer({ tenancy: 'explicit' });
  const create = (allowedAddresses: readonly string[]) =>
    server.request('POST', '/tenants', { body: { id: 'dev', name: 'dev', allowedAddresses } });

  const wrong = await create(['10.0.0.0/33']);
  expect([wrong.status, wrong.json._embedded.errors[0].path]).toEqual([422, 'allowedAddresses']);
  expect((await create(['0.0.0.0/0', '::/0'])).status).toBe(200);
  const { state, logs } = await ask(server, 'dev', 'http://169.254.169.254/latest/meta-data/');
  expect([state, logs.includes("Connections to '169.254.169.254' are not allowed")]).toEqual(['FAILED', true]);
});

test('a tenant that asks servers outside too often has failed tasks that say so; another one asks on', async () => {
  const server = await startServer({
    tenancy: 'explicit',
    configuration: {
      'kestra.http.allowed-addresses': '127.0.0.1',
      'kestra.http.rate-limit.max-requests': 2,
      'kestra.http.rate-limit.window': '1h',
    },
  });
  const url = await outside();
  for (const id of ['dev', 'other']) await server.call('POST', '/tenants', { body: { id, name: id } });

  for (const state of ['SUCCESS', 'SUCCESS']) expect((await ask(server, 'dev', url)).state).toBe(state);
  const { state, logs } = await ask(server, 'dev', url);

  expect(state).toBe('FAILED');
  expect(logs).toContain("Too many requests to servers outside: tenant 'dev' may send 2 in 3600 s; try again in ");
  expect((await ask(server, 'other', url)).state).toBe('SUCCESS');
});

/** The address of a server on loopback. */
async function outside(): Promise<string> {
  const server = createServer((_, response) => response.end('reached'));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${await listenOnLoopback(server)}/`;
}

/** Somebody who may change tenants, and is no superadmin. */
async function tenantEditor(server: TestServer) {
  const user = { username: 'editor@example.com', password: 'Editor-123!' };
  const { id } = await server.call('POST', '/users', { body: { email: user.username, ...user } });
  const permissions = { TENANT: ['VIEW', 'UPDATE'] };
  const role = await server.call('POST', '/roles', { tenant: 'dev', body: { name: 'editor', permissions } });
  await server.call('PUT', `/tenant-access/${id}`, { tenant: 'dev' });
  await server.call('POST', '/bindings', { tenant: 'dev', body: { type: 'USER', externalId: id, roleId: role.id } });
  return user;
}

const ask = (server: TestServer, tenant: string, uri: string) => run(server, tenant, { id: 'task', type: http, uri });
const show = (server: TestServer, tenant: string, format: string) =>
  run(server, tenant, { id: 'task', type: 'io.kestra.plugin.core.debug.Return', format });

async function run(server: TestServer, tenant: string, task: TaskParts): Promise<{ state: string; logs: string }> {
  const id = `run-${crypto.randomUUID().slice(0, 8)}`;
  const headers = { 'content-type': 'application/x-yaml' };
  await server.call('POST', '/flows', { tenant, body: aFlow({ id, namespace: 'company', tasks: [task] }), headers });
  const execution = await server.call('POST', `/executions/company/${id}?wait=true`, { tenant });
  const state = execution.state.current;
  const logs = await eventually(async () => {
    const { text } = await server.request('GET', `/logs/${execution.id}`, { tenant });
    expect(state === 'SUCCESS' || text.includes('ERROR')).toBe(true);
    return text;
  });
  return { state, logs };
}
