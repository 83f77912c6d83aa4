/** Secrets and files of namespaces that have backends of their own. */
import {
  aFlow,
  eventually,
  fileForm,
  hasS3,
  startS3,
  startServer,
  startVault,
  type FlowParts,
  type Reply,
  type S3Server,
  type TestServer,
  type VaultServer,
} from '@windhover/testing';
import { expect, test } from 'vitest';

const testWithS3 = test.skipIf(!hasS3);

const allowed = { 'kestra.http.allowed-addresses': '127.0.0.0/8', 'kestra.retries.attempts': 1 };

test('secrets of a namespace lie in its Vault, those below it too, and those beside it where the tenant has them', async () => {
  const [ofBank, ofTenant] = [await startVault(), await startVault()];
  const { server, tenant } = await serverWith({ company: {}, 'company.bank': vaultOf(ofBank) }, vaultOf(ofTenant));

  for (const namespace of ['company', 'company.bank', 'company.bank.team', 'company.bankers'])
    await putSecret(server, namespace, 'TOKEN');

  expect([...ofBank.secrets.keys()]).toEqual([
    `kestra/${tenant}/company/bank/TOKEN`,
    `kestra/${tenant}/company/bank/team/TOKEN`,
  ]);
  expect([...ofTenant.secrets.keys()]).toEqual([
    `kestra/${tenant}/company/TOKEN`,
    `kestra/${tenant}/company/bankers/TOKEN`,
  ]);
});

test('the nearest namespace that names a backend has the word, the store among them', async () => {
  const [outer, inner] = [await startVault(), await startVault()];
  const { server } = await serverWith({
    a: vaultOf(outer),
    'a.b': vaultOf(inner),
    'a.b.c': { secretType: 'jdbc' },
  });

  for (const namespace of ['a', 'a.b', 'a.b.c']) await putSecret(server, namespace, 'TOKEN', `kept for ${namespace}`);

  expect([...outer.secrets.values()]).toEqual([{ value: 'kept for a' }]);
  expect([...inner.secrets.values()]).toEqual([{ value: 'kept for a.b' }]);
  for (const namespace of ['a', 'a.b', 'a.b.c'])
    expect(await shownTo(server, namespace, `{{ secret('TOKEN') == 'kept for ${namespace}' }}`)).toContain('read true');
  const versionsIn = (namespace: string) =>
    server.call('GET', `/namespaces/${namespace}/secrets/TOKEN/versions`, { tenant: 'dev' });
  expect([await versionsIn('a.b'), await versionsIn('a.b.c')]).toMatchObject([[], [{ version: 1 }]]);
});

test('a flow reads the secrets of the namespaces above its own, wherever each keeps them', async () => {
  const vault = await startVault();
  const { server } = await serverWith({ 'company.bank': vaultOf(vault) });
  await putSecret(server, 'company', 'OUTER');
  await putSecret(server, 'company.bank', 'INNER');

  const logs = await shownTo(server, 'company.bank', "{{ secret('OUTER') }} {{ secret('INNER') }}");

  expect(logs).toContain('read ******** ********');
  expect(await server.call('GET', '/namespaces/company.bank/inherited-secrets', { tenant: 'dev' })).toEqual({
    company: ['OUTER'],
    'company.bank': ['INNER'],
  });
  expect(await shownTo(server, 'company', "{{ secret('INNER') }}")).toContain("Cannot find secret for key 'INNER'");
});

test('a list of secrets has those of every backend once, in order, page by page', async () => {
  const vault = await startVault();
  const { server } = await serverWith({ b: vaultOf(vault) });
  for (const [namespace, key] of [
    ['a', 'ONE'],
    ['b', 'TWO'],
    ['b.c', 'FOUR'],
    ['c', 'THREE'],
  ] as const)
    await putSecret(server, namespace, key);
  // What was left behind in a backend that is no longer the namespace's
  vault.write('kestra/dev/a/LEFT', { value: 'left behind' });

  const list = async (query: string) => {
    const found = await server.call('GET', `/secrets?${query}`, { tenant: 'dev' });
    return [found.total, ...found.results.map(({ namespace, key }: Name) => `${namespace}/${key}`)];
  };
  expect(await list('size=10&sort=namespace:asc')).toEqual([4, 'a/ONE', 'b/TWO', 'b.c/FOUR', 'c/THREE']);
  expect(await list('size=3&page=2')).toEqual([4, 'b/TWO']);
  expect(await list('filters[namespace][EQUALS]=b')).toEqual([1, 'b/TWO']);
  expect(await list('filters[namespace][PREFIX]=b&sort=key:desc')).toEqual([2, 'b/TWO', 'b.c/FOUR']);
  expect(await list('q=three')).toEqual([1, 'c/THREE']);
});

test('what a namespace says of its secrets holds below it, until a nearer one names a backend', async () => {
  const vault = await startVault();
  const { server } = await serverWith({
    a: { secretReadOnly: true },
    'a.own': { secretType: 'jdbc' },
    denied: { secretIsolation: { enabled: true, deniedServices: ['WEBSERVER'] } },
    'denied.own': vaultOf(vault),
    still: { secretIsolation: { enabled: true, deniedServices: ['WORKER'] } },
  });
  const put = (namespace: string): Promise<Reply> =>
    server.request('PUT', `/namespaces/${namespace}/secrets`, {
      tenant: 'dev',
      body: { key: 'TOKEN', value: 'a value' },
    });

  const refused = await put('a.team');
  expect([refused.status, refused.json.message]).toEqual([422, 'Secrets are read-only']);
  expect((await put('a.own')).status).toBe(200);
  expect((await put('b')).status).toBe(200);
  // A service that is kept away from a namespace is kept away from those below it, whatever these say
  for (const namespace of ['denied', 'denied.team', 'denied.own']) {
    const { status, json } = await put(namespace);
    expect([status, json.message]).toEqual([
      403,
      "Secret access is denied to service WEBSERVER for namespace 'denied'",
    ]);
  }
  expect((await put('still')).status).toBe(200);
  expect(await shownTo(server, 'still', "{{ secret('TOKEN') }}")).toContain(
    "Secret access is denied to service WORKER for namespace 'still'",
  );
  const { results } = await server.call('GET', '/secrets', { tenant: 'dev' });
  expect(results.map(({ namespace }: Name) => namespace)).toEqual(['a.own', 'b', 'still']);
});

test('a backend that is named later counts at once, moves nothing, and leaves what was there to be found again', async () => {
  const vault = await startVault();
  const { server } = await serverWith({ company: {} });
  await putSecret(server, 'company', 'TOKEN', 'in the store');
  const isRead = (value: string) => shownTo(server, 'company', `{{ secret('TOKEN') == '${value}' }}`);

  await saveNamespace(server, 'company', vaultOf(vault));
  expect(await isRead('in the store')).toContain("Cannot find secret for key 'TOKEN'");
  await putSecret(server, 'company', 'TOKEN', 'in the vault');
  expect(await isRead('in the vault')).toContain('read true');

  await server.call('DELETE', '/namespaces/company', { tenant: 'dev' });
  expect(await isRead('in the store')).toContain('read true');
});

test('without multi-tenancy namespaces have backends of their own, too', async () => {
  const vault = await startVault();
  const server = await startServer();
  await server.call('POST', '/namespaces', { body: { id: 'bank', ...vaultOf(vault) } });

  for (const namespace of ['bank', 'shop'])
    await server.call('PUT', `/namespaces/${namespace}/secrets`, { body: { key: 'TOKEN', value: 'a value' } });

  expect([...vault.secrets.keys()]).toEqual(['kestra/_default/bank/TOKEN']);
  expect((await server.call('GET', '/secrets')).total).toBe(2);
});

test('who may see one namespace is told nothing of the secrets beside it, nor asks its backend', async () => {
  const [seen, hidden] = [await startVault(), await startVault()];
  const { server } = await serverWith({ a: vaultOf(seen), 'a.b': {}, c: vaultOf(hidden) });
  for (const namespace of ['a', 'a.b', 'c', 'd']) await putSecret(server, namespace, 'TOKEN');
  const as = { username: 'viewer@example.com', password: 'Viewer-123!' };
  const { id } = await server.call('POST', '/users', { body: { email: as.username, ...as } });
  const binding = { type: 'USER', externalId: id, roleId: 'admin_dev', namespaceId: 'a.b' };
  await server.call('PUT', `/tenant-access/${id}`, { tenant: 'dev' });
  await server.call('POST', '/bindings', { tenant: 'dev', body: binding });
  await hidden.stop();

  const list = async (query: string) => {
    const { status, json } = await server.request('GET', `/secrets${query}`, { tenant: 'dev', as });
    return [status, ...json.results.map(({ namespace, key }: Name) => `${namespace}/${key}`)];
  };
  expect(await list('')).toEqual([200, 'a.b/TOKEN']);
  expect(await list('?filters[namespace][EQUALS]=c')).toEqual([200]);
  expect((await server.request('GET', '/secrets', { tenant: 'dev' })).status).toBe(424);
});

test('backends of a namespace are checked as those of a tenant are', async () => {
  const server = await startServer({ tenancy: 'explicit' });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev' } });
  const problemsOf = async (settings: object): Promise<readonly string[]> => {
    const { status, json } = await server.request('POST', '/namespaces', {
      tenant: 'dev',
      body: { id: 'n', ...settings },
    });
    expect(status).toBe(422);
    return json._embedded.errors.map(({ path }: { path: string }) => path);
  };

  expect(await problemsOf({ secretType: 'floppy', storageType: 'floppy' })).toEqual(['storageType', 'secretType']);
  const token = { token: 'x' };
  expect(
    await problemsOf({ secretType: 'vault', secretConfiguration: { address: 'http://127.0.0.1:8200', token } }),
  ).toEqual(['secretConfiguration.address']);
  expect(await problemsOf({ storageType: 's3', storageConfiguration: { bucket: 'files', region: 'r' } })).toEqual([
    'storageConfiguration.accessKey',
  ]);
  expect(await problemsOf({ storageType: 'local', storageConfiguration: { basePath: '/etc' } })).toEqual([
    'storageConfiguration.basePath',
  ]);
});

testWithS3(
  'files of a namespace and of its executions lie in its bucket, and flows of another one read them there',
  async () => {
    const s3 = await startS3();
    const { server } = await serverWith({ bank: bucketOf(s3) });
    await putFile(server, 'bank.team', '/hello.txt', 'hello');
    await putFile(server, 'shop', '/hello.txt', 'good day');

    const uri = await written(server, 'bank.team', "{{ read('hello.txt') }} from the bank");

    const path = uri.replace('kestra://', '');
    expect(await objectsIn(s3)).toEqual(expect.arrayContaining(['dev/bank/team/_files/hello.txt', `dev${path}`]));
    expect((await objectsIn(s3)).every((key) => key.startsWith('dev/bank/team/'))).toBe(true);
    const concat = { id: 'concat', type: 'io.kestra.plugin.core.storage.Concat', files: [uri], extension: '.txt' };
    const copied = await runOf(server, 'shop', concat);
    const file = await server.request('GET', `/executions/${copied.id}/file?path=${encodeURIComponent(copied.uri)}`, {
      tenant: 'dev',
    });
    expect([file.status, file.text]).toEqual([200, 'hello from the bank']);
    expect((await objectsIn(s3)).some((key) => key.includes('/shop/'))).toBe(false);
  },
);

testWithS3('outputs of a subflow are files of its namespace, read through the execution that called it', async () => {
  const s3 = await startS3();
  const { server } = await serverWith({ bank: bucketOf(s3) });
  const write = {
    id: 'write',
    type: 'io.kestra.plugin.core.storage.Write',
    content: 'of the child',
    extension: '.txt',
  };
  await saveFlow(server, {
    id: 'child',
    namespace: 'bank',
    tasks: [write],
    outputs: [{ id: 'uri', type: 'STRING', value: '{{ outputs.write.uri }}' }],
  });
  const call = {
    id: 'call',
    type: 'io.kestra.plugin.core.flow.Subflow',
    namespace: 'bank',
    flowId: 'child',
    wait: true,
  };
  const show = {
    id: 'show',
    type: 'io.kestra.plugin.core.debug.Return',
    format: '{{ read(outputs.call.outputs.uri) }}',
  };
  await saveFlow(server, { id: 'parent', namespace: 'shop', tasks: [call, show] });

  const parent = await server.call('POST', '/executions/shop/parent?wait=true', { tenant: 'dev' });

  expect(parent.state.current).toBe('SUCCESS');
  const uri = parent.taskRunList[0].outputs.outputs.uri;
  expect(parent.taskRunList[1].outputs.value).toBe('of the child');
  const file = await server.request('GET', `/executions/${parent.id}/file?path=${encodeURIComponent(uri)}`, {
    tenant: 'dev',
  });
  expect([file.status, file.text]).toEqual([200, 'of the child']);
});

testWithS3('no path leads from one namespace into the backend of another, nor does the name of a flow', async () => {
  const s3 = await startS3();
  const { server } = await serverWith({ 'shop.bank': bucketOf(s3) });
  await putFile(server, 'shop.bank', '/hello.txt', 'hello');
  const before = await objectsIn(s3);

  // A flow `bank` of `shop` has its files where a namespace `shop.bank` would have them
  const uri = await written(server, 'shop', 'of the shop', 'bank');
  const name = { id: 'name', type: 'io.kestra.plugin.core.state.Set', data: { at: 'shop' } };
  await runOf(server, 'shop', name, 'bank');
  expect(uri).toMatch(/^kestra:\/\/\/shop\/bank\/executions\//);
  expect(await objectsIn(s3)).toEqual(before);

  for (const path of ['/../../bank/_files/hello.txt', '/bank/_files/hello.txt', '/../bank/_files/hello.txt']) {
    const { status } = await server.request('GET', `/namespaces/shop/files?path=${path}`, { tenant: 'dev' });
    expect([404, 422], path).toContain(status);
  }
  for (const target of [
    '/shop/bank/_files/hello.txt',
    '/shop.bank/_files/hello.txt',
    '/shop/../shop/bank/_files/hello.txt',
  ]) {
    const logs = await shownTo(server, 'shop', `{{ read('kestra://${target}') }}`);
    expect(logs, target).not.toContain('read hello');
  }
});

test('a service that a namespace keeps from its files is told so, and the others are not', async () => {
  const { server } = await serverWith({
    bank: { storageIsolation: { enabled: true, deniedServices: ['WEBSERVER'] } },
  });

  const refused = await server.request('GET', '/namespaces/bank.team/files?path=/hello.txt', { tenant: 'dev' });

  expect([refused.status, refused.json.message]).toEqual([
    403,
    "Storage access is denied to service WEBSERVER for namespace 'bank'",
  ]);
  expect(await written(server, 'bank.team', 'hello')).toContain('kestra:///bank/team/');
  await putFile(server, 'shop', '/hello.txt', 'hello');
});

testWithS3('a deleted flow, execution or tenant takes along what lies in the buckets of namespaces', async () => {
  const s3 = await startS3();
  const { server } = await serverWith({ bank: bucketOf(s3) });
  await putFile(server, 'bank', '/hello.txt', 'hello');
  await putFile(server, 'shop', '/hello.txt', 'hello');
  const uri = await written(server, 'bank', 'to be deleted', 'bank');
  const id = /executions\/(\w+)\//.exec(uri)![1];
  await server.call('DELETE', `/executions/${id}`, { tenant: 'dev' });
  expect((await objectsIn(s3)).some((key) => key.includes(id!))).toBe(false);

  // What is only retained is found by whoever purges it later
  await server.call('DELETE', '/tenants/dev');
  expect(await objectsIn(s3)).toContain('dev/bank/_files/hello.txt');
  const purged = await server.call('DELETE', '/tenants/retained/dev');

  expect([purged.complete, purged.removed.files]).toEqual([true, 2]);
  expect(await objectsIn(s3)).toEqual([]);
});

test.each([
  ['at once', ['/tenants/dev?purge=true']],
  ['later', ['/tenants/dev', '/tenants/retained/dev']],
])('a tenant that is purged %s takes its own secrets out of the Vaults of namespaces', async (_, deletions) => {
  const vault = await startVault();
  const { server } = await serverWith({ bank: vaultOf(vault), 'bank.kept': { secretReadOnly: true } });
  vault.write('kestra/dev/bank/kept/TOKEN', { value: 'of others' });
  vault.write('kestra/dev/elsewhere/TOKEN', { value: 'not of the bank' });
  await putSecret(server, 'bank.team', 'TOKEN');

  for (const address of deletions) await server.call('DELETE', address);

  expect([...vault.secrets.keys()].toSorted()).toEqual(['kestra/dev/bank/kept/TOKEN', 'kestra/dev/elsewhere/TOKEN']);
});

testWithS3(
  'a backup brings files back to where each was, and says which secrets it leaves in their Vault',
  async () => {
    const [s3, vault] = [await startS3(), await startVault()];
    const { server } = await serverWith({ 'shop.bank': { ...bucketOf(s3), ...vaultOf(vault) } });
    await putFile(server, 'shop.bank', '/hello.txt', 'hello');
    await putFile(server, 'shop', '/hello.txt', 'good day');
    await putSecret(server, 'shop.bank', 'TOKEN');
    await putSecret(server, 'shop', 'TOKEN', 'of the shop');
    // A flow `bank` of `shop` has its files where a namespace `shop.bank` would have them
    const uri = await written(server, 'shop', 'of the shop', 'bank');
    const executionId = /executions\/(\w+)\//.exec(uri)![1];

    const created = await server.run('backups', 'create', 'TENANT', '--tenant=dev', '--include-data');
    const restored = await server.run('backups', 'restore', /kestra:\S+/.exec(created.stdout)![0], '--to-tenant=copy');

    expect(created.stderr).toBe(
      "Left out: the secrets of namespace 'shop.bank' of tenant 'dev' that are kept in a backend of their own\n",
    );
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    const me = await server.call('GET', '/me');
    await server.call('PUT', `/tenant-access/${me.id}`, { tenant: 'copy' });
    for (const [path, text] of [
      ['/namespaces/shop.bank/files?path=/hello.txt', 'hello'],
      ['/namespaces/shop/files?path=/hello.txt', 'good day'],
      [`/executions/${executionId}/file?path=${encodeURIComponent(uri)}`, 'of the shop'],
    ] as const)
      expect(await server.request('GET', path, { tenant: 'copy' })).toMatchObject({ status: 200, text });
    const objects = await objectsIn(s3);
    expect(objects.filter((key) => key.startsWith('copy/'))).toEqual(
      objects.filter((key) => key.startsWith('dev/')).map((key) => key.replace('dev/', 'copy/')),
    );
    // The credentials came along, sealed anew
    await server.call('PUT', '/namespaces/shop.bank/secrets', {
      tenant: 'copy',
      body: { key: 'NEW', value: 'a value' },
    });
    expect([...vault.secrets.keys()]).toEqual(['kestra/dev/shop/bank/TOKEN', 'kestra/copy/shop/bank/NEW']);
  },
);

interface Name {
  readonly namespace: string;
  readonly key: string;
}

/** A tenant `dev` with these namespaces. */
async function serverWith(
  namespaces: Readonly<Record<string, object>>,
  ofTenant: object = {},
): Promise<{ readonly server: TestServer; readonly tenant: string }> {
  const server = await startServer({ tenancy: 'explicit', configuration: allowed });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', ...ofTenant } });
  for (const [id, settings] of Object.entries(namespaces))
    await server.call('POST', '/namespaces', { tenant: 'dev', body: { id, ...settings } });
  return { server, tenant: 'dev' };
}

async function saveNamespace(server: TestServer, id: string, settings: object): Promise<void> {
  await server.call('PUT', `/namespaces/${id}`, { tenant: 'dev', body: { id, ...settings } });
}

function vaultOf(vault: VaultServer): object {
  return { secretType: 'vault', secretConfiguration: { address: vault.url, token: { token: vault.rootToken } } };
}

function bucketOf({ url, bucket }: S3Server): object {
  return {
    storageType: 's3',
    storageConfiguration: { endpoint: url, bucket, forcePathStyle: 'true', accessKey: 'key', secretKey: 'secret' },
  };
}

async function putSecret(server: TestServer, namespace: string, key: string, value = 'a value'): Promise<void> {
  await server.call('PUT', `/namespaces/${namespace}/secrets`, { tenant: 'dev', body: { key, value } });
}

async function putFile(server: TestServer, namespace: string, path: string, content: string): Promise<void> {
  await server.call('POST', `/namespaces/${namespace}/files?path=${path}`, { tenant: 'dev', body: fileForm(content) });
}

async function objectsIn({ url, bucket }: S3Server): Promise<readonly string[]> {
  const text = await (await fetch(`${url}/${bucket}?list-type=2`)).text();
  return [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key!);
}

async function saveFlow(server: TestServer, flow: FlowParts): Promise<void> {
  const headers = { 'content-type': 'application/x-yaml' };
  await server.call('POST', '/flows', { tenant: 'dev', body: aFlow(flow), headers });
}

/** Runs a flow of one task; answers the file that it wrote. */
async function runOf(
  server: TestServer,
  namespace: string,
  task: object,
  flowId = `run-${crypto.randomUUID().slice(0, 8)}`,
): Promise<{ readonly id: string; readonly state: string; readonly uri: string }> {
  const headers = { 'content-type': 'application/x-yaml' };
  const body = aFlow({ id: flowId, namespace, tasks: [task as never] });
  const save = await server.request('POST', '/flows', { tenant: 'dev', body, headers });
  if (save.status !== 200) await server.call('PUT', `/flows/${namespace}/${flowId}`, { tenant: 'dev', body, headers });
  const execution = await server.call('POST', `/executions/${namespace}/${flowId}?wait=true`, { tenant: 'dev' });
  return { id: execution.id, state: execution.state.current, uri: execution.taskRunList[0].outputs?.uri };
}

async function written(server: TestServer, namespace: string, content: string, flowId?: string): Promise<string> {
  const task = { id: 'write', type: 'io.kestra.plugin.core.storage.Write', content, extension: '.txt' };
  const { state, uri } = await runOf(server, namespace, task, flowId);
  expect(state).toBe('SUCCESS');
  return uri;
}

/** All that a flow of the namespace logs that shows a template. */
async function shownTo(server: TestServer, namespace: string, template: string): Promise<string> {
  const task = { id: 'log', type: 'io.kestra.plugin.core.log.Log', message: `read ${template}` };
  const { id } = await runOf(server, namespace, task);
  return eventually(async () => {
    const { text } = await server.request('GET', `/logs/${id}`, { tenant: 'dev' });
    expect(text).not.toBe('[]');
    return text;
  });
}
