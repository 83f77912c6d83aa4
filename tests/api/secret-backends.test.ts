/** Secrets in Vault: the instance's, and those of a tenant's own. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { aFlow, eventually, startServer, startVault, type TestServer } from '@windhover/testing';
import { expect, test } from 'vitest';

const value = 'hidden-in-vault';
const allowed = { 'kestra.http.allowed-addresses': '127.0.0.0/8' };
interface Entry {
  readonly type: string;
  readonly detail: { readonly resource: string };
}

const away = { 'kestra.retries.attempts': 1 };

test("without multi-tenancy the instance's Vault keeps secrets, and tasks read them masked", async () => {
  const vault = await startVault({ appRole: { roleId: 'role', secretId: 'secret of the role' } });
  const server = await startServer({
    configuration: {
      'kestra.secret.type': 'vault',
      'kestra.secret.vault.address': vault.url,
      'kestra.secret.vault.app-role.role-id': 'role',
      'kestra.secret.vault.app-role.secret-id': 'secret of the role',
    },
  });
  await server.call('PUT', '/namespaces/company/secrets', {
    body: { key: 'TOKEN', value, description: 'Of the bank', tags: [{ key: 'owner', value: 'ops' }] },
  });

  expect([...vault.secrets]).toEqual([['kestra/_default/company/TOKEN', { value }]]);
  const meta = {
    namespace: 'company',
    key: 'TOKEN',
    description: 'Of the bank',
    tags: [{ key: 'owner', value: 'ops' }],
  };
  expect(await server.call('GET', '/secrets')).toEqual({ readOnly: false, results: [meta], total: 1 });
  expect(await server.call('GET', '/namespaces/company.team/inherited-secrets')).toEqual({ company: ['TOKEN'] });
  const { state, logs } = await logged(server, undefined, "{{ secret('TOKEN') }}");
  expect(state).toBe('SUCCESS');
  expect(logs).toContain('read ********');
  expect(logs).not.toContain(value);
  await server.call('PATCH', '/namespaces/company/secrets/TOKEN', { body: { description: 'Another' } });
  expect((await server.call('GET', '/secrets?q=tok')).results[0].description).toBe('Another');
  const audit = await server.call('GET', '/main/auditlogs/search?size=100');
  const entries = audit.results.map(({ auditLog }: { auditLog: Entry }) => auditLog);
  const ofSecret = entries.filter(({ detail }: Entry) => detail.resource === 'SECRET');
  expect(ofSecret.map(({ type }: Entry) => type)).toEqual(['UPDATE', 'CREATE']);
  expect(JSON.stringify(audit)).not.toContain(value);
  await server.call('DELETE', '/namespaces/company/secrets/TOKEN');
  expect(vault.secrets.size).toBe(0);
});

test('credentials among the details of a namespace are stored sealed, and shown to those alone who may change them', async () => {
  const server = await startServer();
  const token = 'hvs.token-of-a-namespace';
  const details = {
    id: 'company.bank',
    description: 'The bank',
    secretType: 'vault',
    secretConfiguration: { address: 'https://vault.example.com', token: { token } },
    storageType: 's3',
    storageConfiguration: { bucket: 'bank', region: 'eu-central-1', accessKey: 'key', secretKey: token },
  };
  await server.call('POST', '/namespaces', { body: details });
  const viewer = { username: 'viewer@example.com', password: 'Viewer-123!' };
  const { id } = await server.call('POST', '/users', { body: { email: viewer.username, ...viewer } });
  await server.call('POST', '/bindings', { body: { type: 'USER', externalId: id, roleId: 'viewer_main' } });
  const addresses = ['/namespaces/company.bank', '/namespaces/search?q=bank'];

  for (const path of addresses) {
    expect((await server.request('GET', path)).text, path).toContain(token);
    const shown = await server.request('GET', path, { as: viewer });
    expect([shown.status, shown.text.includes('The bank'), shown.text.includes(token)]).toEqual([200, true, false]);
  }
  expect(await server.call('GET', addresses[0]!)).toMatchObject(details);
  const changed = await server.call('PUT', '/namespaces/company.bank', { body: { ...details, description: 'Ours' } });
  expect(changed).toMatchObject({ ...details, description: 'Ours' });
  if (process.env['WINDHOVER_TEST_STORE'] !== 'postgres') expect(rowsOf(server, 'namespaces')).not.toContain(token);
});

test('a tenant has a Vault of its own, the next one the store, and neither sees the other', async () => {
  const vault = await startVault();
  const server = await startServer({ tenancy: 'explicit', configuration: allowed });
  const own = { secretType: 'VAULT', secretConfiguration: { address: vault.url, token: { token: vault.rootToken } } };
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', ...own } });
  await server.call('POST', '/tenants', { body: { id: 'other', name: 'other' } });

  expect(await server.call('GET', '/tenants/dev')).toEqual({ id: 'dev', name: 'dev', deleted: false, ...own });
  if (process.env['WINDHOVER_TEST_STORE'] !== 'postgres') expect(rowsOf(server)).not.toContain(vault.rootToken);
  await put(server, 'dev', 'company', 'OF_DEV');
  await put(server, 'other', 'company', 'OF_OTHER');

  expect([...vault.secrets.keys()]).toEqual(['kestra/dev/company/OF_DEV']);
  expect(await keysOf(server, 'dev')).toEqual(['OF_DEV']);
  expect(await keysOf(server, 'other')).toEqual(['OF_OTHER']);
  expect((await logged(server, 'dev', "{{ secret('OF_DEV') }}")).state).toBe('SUCCESS');
  expect((await logged(server, 'dev', "{{ secret('OF_OTHER') }}")).state).toBe('FAILED');
  expect((await logged(server, 'other', "{{ secret('OF_DEV') }}")).state).toBe('FAILED');
  expect((await logged(server, 'other', "{{ secret('../../dev/company/OF_DEV') }}")).state).toBe('FAILED');
  // The same Vault for both, as the instance's, would keep them apart too
  await server.call('PUT', '/tenants/other', { body: { name: 'other', ...own } });
  expect(await keysOf(server, 'other')).toEqual([]);
  const purged = await server.call('DELETE', '/tenants/dev?purge=true');
  expect(purged.complete).toBe(true);
  expect(vault.secrets.size).toBe(0);
});

test('read-only secrets are read and listed, and changed by nobody', async () => {
  const vault = await startVault();
  vault.write('kestra/dev/company/DB', { user: 'jo', password: value });
  const token = vault.token({ 'secret/data/kestra/*': ['read'], 'secret/metadata/kestra/*': ['read', 'list'] });
  const server = await startServer({ tenancy: 'explicit', configuration: allowed });
  await server.call('POST', '/tenants', {
    body: {
      id: 'dev',
      name: 'dev',
      secretType: 'vault',
      secretReadOnly: true,
      secretConfiguration: { address: vault.url, token: { token } },
    },
  });

  expect(await server.call('GET', '/secrets', { tenant: 'dev' })).toMatchObject({
    readOnly: true,
    results: [{ namespace: 'company', key: 'DB' }],
  });
  const { state, logs } = await logged(server, 'dev', "{{ secret('DB', subkey='password') }}");
  expect([state, logs.includes('read ********'), logs.includes(value)]).toEqual(['SUCCESS', true, false]);
  const path = '/namespaces/company/secrets';
  for (const reply of [
    await server.request('PUT', path, { tenant: 'dev', body: { key: 'DB', value } }),
    await server.request('PATCH', `${path}/DB`, { tenant: 'dev', body: { description: 'mine' } }),
    await server.request('DELETE', `${path}/DB`, { tenant: 'dev' }),
  ]) {
    expect([reply.status, reply.json.message]).toEqual([422, 'Secrets are read-only']);
  }
});

test("what a tenant may only read stays in the instance's Vault when the tenant is purged", async () => {
  const vault = await startVault();
  const server = await startServer({
    tenancy: 'explicit',
    configuration: {
      'kestra.secret.type': 'vault',
      'kestra.secret.vault.address': vault.url,
      'kestra.secret.vault.token.token': vault.rootToken,
    },
  });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', secretReadOnly: true } });
  await server.call('POST', '/tenants', { body: { id: 'other', name: 'other' } });
  for (const tenant of ['dev', 'other']) vault.write(`kestra/${tenant}/company/TOKEN`, { value });

  for (const tenant of ['dev', 'other']) await server.call('DELETE', `/tenants/${tenant}?purge=true`);

  expect([...vault.secrets.keys()]).toEqual(['kestra/dev/company/TOKEN']);
});

test('the configuration that clients ask for names the backends that tenants may have', async () => {
  const [single, explicit] = await Promise.all([startServer(), startServer({ tenancy: 'explicit' })]);
  for (const [server, isByTenant] of [
    [single, false],
    [explicit, true],
  ] as const) {
    const { version, secretsEnabled, supportedSecrets, supportedStorages, tenants } = await server.call(
      'GET',
      '/configs',
    );
    expect([secretsEnabled, tenants.storageByTenant, tenants.secretByTenant]).toEqual([true, isByTenant, isByTenant]);
    expect(supportedSecrets).toEqual(['jdbc', 'vault'].map((id) => ({ id, version })));
    expect(supportedStorages).toEqual(['local', 's3', 'minio'].map((id) => ({ id, version })));
  }
});

test('services that are denied are told so; the others are not', async () => {
  const server = await startServer({ tenancy: 'explicit' });
  const isolation = (service: string) => ({ secretIsolation: { enabled: true, deniedServices: [service] } });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev' } });
  await put(server, 'dev', 'company', 'TOKEN');

  await server.call('PUT', '/tenants/dev', { body: { name: 'dev', ...isolation('WEBSERVER') } });
  const refused = await server.request('GET', '/secrets', { tenant: 'dev' });
  expect([refused.status, refused.json.message]).toEqual([
    403,
    "Secret access is denied to service WEBSERVER for tenant 'dev'",
  ]);
  expect((await logged(server, 'dev', "{{ secret('TOKEN') }}")).state).toBe('SUCCESS');

  await server.call('PUT', '/tenants/dev', { body: { name: 'dev', ...isolation('WORKER') } });
  expect(await keysOf(server, 'dev')).toEqual(['TOKEN']);
  const { state, logs } = await logged(server, 'dev', "{{ secret('TOKEN') }}");
  expect(state).toBe('FAILED');
  expect(logs).toContain("Secret access is denied to service WORKER for tenant 'dev'");
});

test('a Vault that is away fails what needs it, with its reason and without its address', async () => {
  const vault = await startVault();
  const server = await startServer({ tenancy: 'explicit', configuration: { ...allowed, ...away } });
  const secretConfiguration = { address: vault.url, token: { token: vault.rootToken } };
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', secretType: 'vault', secretConfiguration } });
  await vault.stop();

  const reply = await server.request('GET', '/secrets', { tenant: 'dev' });
  expect([reply.status, reply.json.code, reply.json.message]).toEqual([
    424,
    'BACKEND_UNAVAILABLE',
    'Secrets cannot be reached: Vault does not answer',
  ]);
  const { state, logs } = await logged(server, 'dev', "{{ secret('TOKEN') }}");
  expect(state).toBe('FAILED');
  expect(logs).toContain('Vault does not answer');
  expect(logs).not.toContain(vault.url);
});

test('a tenant cannot send the server to addresses that are closed, and is told all that is wrong', async () => {
  const vault = await startVault();
  const server = await startServer({ tenancy: 'explicit', configuration: away });
  const token = { token: vault.rootToken };
  const create = (id: string, settings: object) =>
    server.request('POST', '/tenants', { body: { id, name: id, ...settings } });

  const literal = await create('dev', { secretType: 'vault', secretConfiguration: { address: vault.url, token } });
  expect([literal.status, literal.json._embedded.errors[0].path]).toEqual([422, 'secretConfiguration.address']);
  const named = vault.url.replace('127.0.0.1', 'localhost');
  await create('dev', { secretType: 'vault', secretConfiguration: { address: named, token } });
  const reply = await server.request('GET', '/secrets', { tenant: 'dev' });
  expect([reply.status, reply.json.message]).toEqual([
    424,
    'Secrets cannot be reached: the address of Vault is not allowed',
  ]);
  expect(vault.requests).toEqual([]);
  const wrong = await create('odd', {
    secretType: 'vault',
    secretConfiguration: { rootEngine: '../sys' },
    storageType: 'floppy',
  });
  expect(wrong.status).toBe(422);
  expect(wrong.json._embedded.errors.map(({ path }: { path: string }) => path)).toEqual([
    'storageType',
    'secretConfiguration.address',
    'secretConfiguration.rootEngine',
  ]);
});

test('a cached value is asked for once, and a written one counts at once', async () => {
  const vault = await startVault();
  const server = await startServer({
    configuration: {
      'kestra.secret.type': 'vault',
      'kestra.secret.vault.address': vault.url,
      'kestra.secret.vault.token.token': vault.rootToken,
      'kestra.secret.cache.enabled': true,
    },
  });
  await put(server, undefined, 'company', 'TOKEN');
  const read = "{{ secret('TOKEN') == secret('TOKEN') ? 'same' : 'other' }}{{ secret('TOKEN') }}";
  for (let round = 0; round < 2; round += 1) await logged(server, undefined, read);
  expect(vault.requests.filter((request) => request.startsWith('GET secret/data/'))).toHaveLength(1);

  await server.call('PUT', '/namespaces/company/secrets', { body: { key: 'TOKEN', value: 'a newer value' } });
  const { logs } = await logged(server, undefined, "{{ secret('TOKEN') == 'a newer value' ? 'fresh' : 'stale' }}");
  expect(logs).toContain('read fresh');
});

/** All that the file of the embedded store holds of tenants. */
function rowsOf({ dataDirectory }: TestServer, table: 'tenants' | 'namespaces' = 'tenants'): string {
  const file = new DatabaseSync(join(dataDirectory, 'data', 'database.db'), { readOnly: true });
  const rows = file.prepare(`select * from ${table}`).all();
  file.close();
  return JSON.stringify(rows);
}

async function put(server: TestServer, tenant: string | undefined, namespace: string, key: string): Promise<void> {
  await server.call('PUT', `/namespaces/${namespace}/secrets`, {
    ...(tenant !== undefined && { tenant }),
    body: { key, value },
  });
}

async function keysOf(server: TestServer, tenant: string): Promise<readonly string[]> {
  const { results } = await server.call('GET', '/secrets', { tenant });
  return results.map(({ key }: { key: string }) => key);
}

/** Runs a flow of namespace `company` that logs a template; answers how it ended and all that it logged. */
async function logged(
  server: TestServer,
  tenant: string | undefined,
  template: string,
): Promise<{ state: string; logs: string }> {
  const inTenant = tenant === undefined ? {} : { tenant };
  const id = `read-${crypto.randomUUID().slice(0, 8)}`;
  const flow = aFlow({
    id,
    namespace: 'company',
    tasks: [{ id: 'log', type: 'io.kestra.plugin.core.log.Log', message: `read ${template}` }],
  });
  await server.call('POST', '/flows', { ...inTenant, body: flow, headers: { 'content-type': 'application/x-yaml' } });
  const execution = await server.call('POST', `/executions/company/${id}?wait=true`, inTenant);
  const logs = await eventually(async () => {
    const { text } = await server.request('GET', `/logs/${execution.id}`, inTenant);
    expect(text).not.toBe('[]');
    return text;
  });
  return { state: execution.state.current, logs };
}
