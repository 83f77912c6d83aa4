/** Files in S3: the instance's, and those of a tenant's own bucket. */
import { aFlow, fileForm, hasS3, startS3, startServer, type S3Server, type TestServer } from '@windhover/testing';
import { expect, test } from 'vitest';

const testWithS3 = test.skipIf(!hasS3);

const allowed = { 'kestra.http.allowed-addresses': '127.0.0.0/8', 'kestra.retries.attempts': 1 };
const keys = { accessKey: 'key', secretKey: 'secret' };

testWithS3("without multi-tenancy files of namespaces and executions lie in the instance's bucket", async () => {
  const s3 = await startS3();
  const server = await startServer({ configuration: s3.configuration });

  await putFile(server, undefined, '/scripts/hello.txt', 'hello');
  const { id, uri } = await written(server, undefined, "{{ read('scripts/hello.txt') }} from a task");

  expect(await objectsIn(s3)).toEqual(
    expect.arrayContaining(['_default/company/_files/scripts/hello.txt', `_default${uri.replace('kestra://', '')}`]),
  );
  const file = await server.request('GET', `/executions/${id}/file?path=${encodeURIComponent(uri)}`);
  expect([file.status, file.text]).toEqual([200, 'hello from a task']);
  expect((await server.call('GET', '/setup')).storageType).toBe('minio');
});

testWithS3('a tenant has a bucket of its own, the next one the folder, and neither sees the other', async () => {
  const s3 = await startS3();
  const server = await startServer({ tenancy: 'explicit', configuration: allowed });
  const own = bucketOf(s3);
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', ...own } });
  await server.call('POST', '/tenants', { body: { id: 'other', name: 'other' } });

  await putFile(server, 'dev', '/mine.txt', 'of dev');
  await putFile(server, 'other', '/theirs.txt', 'of other');

  expect(await objectsIn(s3)).toEqual([
    'dev/company/_files/mine.txt',
    expect.stringMatching(/^dev\/company\/_revisions\/\w+$/),
  ]);
  expect(await filesOf(server, 'dev')).toEqual(['mine.txt']);
  expect(await filesOf(server, 'other')).toEqual(['theirs.txt']);
  // One bucket for both would keep them apart too
  await server.call('PUT', '/tenants/other', { body: { name: 'other', ...own } });
  expect(await filesOf(server, 'other')).toEqual([]);
  for (const path of ['/mine.txt', '/../../../dev/company/_files/mine.txt', '/..%2F..%2Fdev/company/_files/mine.txt']) {
    const reply = await server.request('GET', `/namespaces/company/files?path=${path}`, { tenant: 'other' });
    expect([404, 422], path).toContain(reply.status);
  }
  const purged = await server.call('DELETE', '/tenants/dev?purge=true');
  expect([purged.complete, purged.removed.files]).toEqual([true, 1]);
  expect(await objectsIn(s3)).toEqual([]);
});

test('services that are denied are told so; the others are not', async () => {
  const server = await startServer({ tenancy: 'explicit' });
  const isolation = (service: string) => ({ storageIsolation: { enabled: true, deniedServices: [service] } });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev' } });
  await putFile(server, 'dev', '/hello.txt', 'hello');

  await server.call('PUT', '/tenants/dev', { body: { name: 'dev', ...isolation('WEBSERVER') } });
  const refused = await server.request('GET', '/namespaces/company/files?path=/hello.txt', { tenant: 'dev' });
  expect([refused.status, refused.json.message]).toEqual([
    403,
    "Storage access is denied to service WEBSERVER for tenant 'dev'",
  ]);
  expect((await written(server, 'dev', "{{ read('hello.txt') }}")).state).toBe('SUCCESS');

  await server.call('PUT', '/tenants/dev', { body: { name: 'dev', ...isolation('WORKER') } });
  expect(await filesOf(server, 'dev')).toEqual(['hello.txt']);
  expect((await written(server, 'dev', 'hello')).state).toBe('FAILED');
});

test('a flow is deleted although the API is kept away from the files that its runs have left', async () => {
  const server = await startServer({ tenancy: 'explicit' });
  const isolation = { storageIsolation: { enabled: true, deniedServices: ['WEBSERVER'] } };
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', ...isolation } });
  const headers = { 'content-type': 'application/x-yaml' };
  const flow = aFlow({ namespace: 'company', id: 'gone' });
  await server.call('POST', '/flows', { tenant: 'dev', body: flow, headers });

  expect((await server.request('DELETE', '/flows/company/gone', { tenant: 'dev' })).status).toBe(204);
  expect((await server.request('GET', '/flows/company/gone', { tenant: 'dev' })).status).toBe(404);
});

test('names of services and of kinds of backends that nobody knows are refused, with the known ones', async () => {
  const server = await startServer({ tenancy: 'explicit' });
  const refusal = async (settings: object): Promise<string> => {
    const { status, json } = await server.request('POST', '/tenants', {
      body: { id: 'dev', name: 'dev', ...settings },
    });
    expect(status).toBe(422);
    return json.message;
  };

  const misspelt = await refusal({ storageIsolation: { enabled: true, deniedServices: ['WEBSEVER'] } });
  expect(misspelt).toMatch(/deniedServices.*WEBSERVER.*WORKER/);
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(await refusal({ storageType: name })).toContain('is unknown; known are local, minio, s3');
    expect(await refusal({ secretType: name })).toContain('is unknown; known are jdbc, vault');
  }
});

testWithS3('a bucket that is away or missing fails what needs it, with its reason', async () => {
  const s3 = await startS3();
  const server = await startServer({ tenancy: 'explicit', configuration: allowed });
  await server.call('POST', '/tenants', { body: { id: 'dev', name: 'dev', ...bucketOf(s3, 'missing') } });
  const ask = async () => {
    const { status, json } = await server.request('GET', '/namespaces/company/files/directory?path=/', {
      tenant: 'dev',
    });
    return [status, json.message];
  };

  expect(await ask()).toEqual([424, 'Storage cannot be reached: its bucket does not exist']);
  await s3.stop();
  expect(await ask()).toEqual([424, 'Storage cannot be reached: S3 does not answer']);
});

test('a tenant can name no folder of the machine and no closed address', async () => {
  const server = await startServer({ tenancy: 'explicit' });
  const problemsOf = async (settings: object): Promise<readonly string[]> => {
    const { status, json } = await server.request('POST', '/tenants', {
      body: { id: 'dev', name: 'dev', ...settings },
    });
    expect(status).toBe(422);
    return json._embedded.errors.map(({ path }: { path: string }) => path);
  };

  expect(await problemsOf({ storageType: 'local', storageConfiguration: { basePath: '/etc' } })).toEqual([
    'storageConfiguration.basePath',
  ]);
  const internal = { endpoint: 'http://169.254.169.254:80', bucket: 'files', ...keys };
  expect(await problemsOf({ storageType: 's3', storageConfiguration: internal })).toEqual([
    'storageConfiguration.endpoint',
  ]);
  // The credentials of the server are not the tenant's to use
  expect(await problemsOf({ storageType: 's3', storageConfiguration: { bucket: 'files' } })).toEqual([
    'storageConfiguration.accessKey',
  ]);
});

function bucketOf({ url, bucket }: S3Server, name = bucket): object {
  return {
    storageType: 'S3',
    storageConfiguration: { endpoint: url, bucket: name, forcePathStyle: 'true', ...keys },
  };
}

async function objectsIn({ url, bucket }: S3Server): Promise<readonly string[]> {
  const text = await (await fetch(`${url}/${bucket}?list-type=2`)).text();
  return [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key!);
}

async function putFile(server: TestServer, tenant: string | undefined, path: string, content: string): Promise<void> {
  const body = fileForm(content);
  await server.call('POST', `/namespaces/company/files?path=${path}`, { ...inTenant(tenant), body });
}

async function filesOf(server: TestServer, tenant: string): Promise<readonly string[]> {
  const files = await server.call('GET', '/namespaces/company/files/directory?path=/', { tenant });
  return files.map(({ fileName }: { fileName: string }) => fileName);
}

/** Runs a flow of namespace `company` that writes a template to internal storage. */
async function written(
  server: TestServer,
  tenant: string | undefined,
  content: string,
): Promise<{ id: string; state: string; uri: string }> {
  const id = `write-${crypto.randomUUID().slice(0, 8)}`;
  const task = { id: 'write', type: 'io.kestra.plugin.core.storage.Write', content, extension: '.txt' };
  const flow = aFlow({ id, namespace: 'company', tasks: [task] });
  const headers = { 'content-type': 'application/x-yaml' };
  await server.call('POST', '/flows', { ...inTenant(tenant), body: flow, headers });
  const execution = await server.call('POST', `/executions/company/${id}?wait=true`, inTenant(tenant));
  return { id: execution.id, state: execution.state.current, uri: execution.taskRunList[0].outputs?.uri };
}

function inTenant(tenant: string | undefined): { tenant?: string } {
  return tenant === undefined ? {} : { tenant };
}
