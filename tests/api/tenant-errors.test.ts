/** Every refusal of a new tenant, over the API and by command, in the same words. */
import { startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});
afterAll(() => server.stop());

const byApi = async (body: unknown): Promise<unknown> => {
  const { status, json } = await server.request('POST', '/tenants', { body });
  return { status, message: json.message };
};
const byCommand = (...options: string[]): Promise<unknown> => server.run('tenants', 'create', ...options);

test.each([
  ['Dev', 'id: must match "^[a-z0-9][a-z0-9_-]*$"'],
  ['-dev', 'id: must match "^[a-z0-9][a-z0-9_-]*$"'],
  ['a.b', 'id: must match "^[a-z0-9][a-z0-9_-]*$"'],
  ['flows', "id: 'flows' is a reserved tenant identifier"],
])("'%s' is no id", async (id, reason) => {
  expect(await byApi({ id, name: 'x' })).toEqual({ status: 422, message: `Invalid entity: ${reason}` });
  expect(await byCommand(`--tenant=${id}`)).toEqual({ code: 1, stdout: '', stderr: `Invalid entity: ${reason}\n` });
});

test('an id has at most 100 characters', async () => {
  const id = 'a'.repeat(101);

  expect(await byApi({ id, name: 'x' })).toMatchObject({ status: 422 });
  expect(await byCommand('--tenant', id)).toMatchObject({ code: 1 });
});

test('an id is needed', async () => {
  expect(await byApi({ name: 'x' })).toMatchObject({ status: 422 });
  const { code, stderr } = (await byCommand()) as { code: number; stderr: string };
  expect(code).toBe(2);
  expect(stderr).toMatch(/^Missing required option: '--tenant=<tenantId>'\n\nUsage: /);
});

test('a body that cannot be read is refused', async () => {
  const headers = { 'content-type': 'application/json' };
  const { status } = await server.request('POST', '/tenants', { body: '{"id": ', headers });

  expect(status).toBe(422);
});

test('over the API a name is needed, though it may be empty; by command the id stands in for it', async () => {
  expect(await byApi({ id: 'nameless' })).toEqual({ status: 422, message: 'Invalid entity: name: must not be null' });
  expect(await byApi({ id: 'empty-name', name: '' })).toMatchObject({ status: 200 });
  expect(await byCommand('--tenant', 'own-name')).toMatchObject({ code: 0 });
  expect(await server.call('GET', '/tenants/own-name')).toMatchObject({ id: 'own-name', name: 'own-name' });
});

test('an id is taken once, and nothing is changed by the refusal', async () => {
  await byApi({ id: 'taken', name: 'first' });

  expect(await byApi({ id: 'taken', name: 'second' })).toEqual({
    status: 409,
    message: "Tenant 'taken' already exists",
  });
  expect(await byCommand('--tenant', 'taken', '--name', 'third')).toEqual({
    code: 1,
    stdout: '',
    stderr: "Tenant 'taken' already exists\n",
  });
  expect((await server.call('GET', '/tenants/taken')).name).toBe('first');
});

test('an unknown Admin makes no tenant', async () => {
  expect(await byCommand('--tenant', 'orphan', '--admin-username', 'nobody@doe.com')).toEqual({
    code: 1,
    stdout: '',
    stderr: "User 'nobody@doe.com' does not exist\n",
  });
  expect((await server.request('GET', '/tenants/orphan')).status).toBe(404);
});

test('unknown backends are refused', async () => {
  expect(await byApi({ id: 'backend', name: 'x', storageType: 'floppy' })).toMatchObject({ status: 422 });
  expect(await byApi({ id: 'backend', name: 'x', secretType: 'envelope' })).toMatchObject({ status: 422 });
});

test('without multi-tenancy both say how to switch it on', async () => {
  const single = await startServer();
  const message = 'Multi-tenancy is disabled: set kestra.ee.tenants.enabled to true';

  const reply = await single.request('POST', '/tenants', { body: { id: 'dev', name: 'dev' } });
  const command = await single.run('tenants', 'create', '--tenant', 'dev');

  expect(reply).toMatchObject({ status: 403, json: { message } });
  expect(command).toEqual({ code: 1, stdout: '', stderr: `${message}\n` });
});
