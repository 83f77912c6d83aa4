/** A tenant's end: what is kept, what can be had back, and what is gone for good. */
import { aFlow, eventually, fileForm, sleepTask, startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    tenancy: 'mixed',
    configuration: { 'kestra.encryption.secret-key': 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' },
  });
});
afterAll(() => server.stop());

let tenants = 0;
/** With a flow, an execution that ended, one that runs, a key/value pair, a secret and a file. */
async function fullTenant(): Promise<{ id: string; running: string }> {
  tenants += 1;
  const id = `full-${tenants}`;
  const call = (method: string, path: string, body?: unknown) =>
    server.call(method, path, { tenant: id, ...(body !== undefined && { body }) });
  await server.call('POST', '/tenants', { body: { id, name: id } });
  await call('POST', '/flows', aFlow({ id: 'quick' }));
  await call('POST', '/flows', aFlow({ id: 'slow', tasks: [sleepTask('PT1H')] }));
  await call('POST', '/executions/company.team/quick?wait=true');
  const running = await call('POST', '/executions/company.team/slow');
  await call('PUT', '/namespaces/company.team/kv/KEY', '"value"');
  await call('PUT', '/namespaces/company.team/secrets', { key: 'KEY', value: 'value' });
  await call('POST', '/namespaces/company.team/files?path=/file.txt', fileForm('text'));
  return { id, running: running.id };
}

async function retainedOf(id: string): Promise<{ key: string; status: string; executions: number }[]> {
  const all: { id: string; key: string; status: string; executions: number }[] = await server.call(
    'GET',
    '/tenants/retained',
  );
  return all.filter((tenant) => tenant.id === id);
}

test('without more, executions are retained under a key, and a new tenant of the id starts empty', async () => {
  const { id } = await fullTenant();

  const { status, text } = await server.request('DELETE', `/tenants/${id}`);

  expect([status, text]).toEqual([204, '']);
  expect((await server.request('GET', '/flows/search', { tenant: id })).status).toBe(404);
  expect(await retainedOf(id)).toMatchObject([{ key: id, status: 'RETAINED', executions: 2 }]);
  const { results: ofDefault } = await server.call('GET', '/main/auditlogs/search?size=100');
  expect(JSON.stringify(ofDefault)).not.toContain(`"${id}"`);
  await server.call('POST', '/tenants', { body: { id, name: 'new' } });
  const empty = async (path: string): Promise<void> =>
    expect(await server.call('GET', path, { tenant: id })).toMatchObject({ total: 0 });
  await empty('/executions/search');
  await empty('/flows/search');
  await empty('/kv');
  expect(await server.call('GET', '/namespaces/company.team/files/directory', { tenant: id })).toEqual([]);
});

test('with purge nothing is left but the report, and what ran is killed', async () => {
  const { id } = await fullTenant();

  const { status, json } = await server.request('DELETE', `/tenants/${id}?purge=true`);

  expect(status).toBe(200);
  expect(json).toMatchObject({ id, key: id, complete: true, removed: { flows: 2, executions: 2 } });
  expect(json.removed.files).toBeGreaterThan(0);
  expect(await retainedOf(id)).toEqual([]);
  expect((await server.request('GET', '/flows/search', { tenant: id })).status).toBe(404);
});

test('what was retained can be purged later', async () => {
  const { id } = await fullTenant();
  await server.call('DELETE', `/tenants/${id}`);

  const report = await server.call('DELETE', `/tenants/retained/${id}`);

  expect(report).toMatchObject({ id, complete: true, removed: { executions: 2 } });
  const { results: ofDefault } = await server.call('GET', '/main/auditlogs/search?size=100');
  expect(JSON.stringify(ofDefault)).not.toContain(`"${id}"`);
  expect(await retainedOf(id)).toEqual([]);
  expect((await server.request('DELETE', `/tenants/retained/${id}`)).status).toBe(404);
});

test('what was retained can be taken over by a new tenant of the id', async () => {
  const { id, running } = await fullTenant();
  await server.call('DELETE', `/tenants/${id}`);
  const adopt = (key: string, wished: string) =>
    server.request('POST', `/tenants?adopt=${encodeURIComponent(key)}`, { body: { id: wished, name: 'Again' } });

  expect((await adopt(id, 'other')).status).toBe(422);
  expect((await adopt(`${id}~9`, id)).status).toBe(404);
  expect((await adopt(id, id)).json).toMatchObject({ id, name: 'Again' });

  const { state } = await eventually(async () => {
    const execution = await server.call('GET', `/executions/${running}`, { tenant: id });
    expect(execution.state.current).toBe('KILLED');
    return execution;
  });
  expect(state.current).toBe('KILLED');
  expect((await server.call('GET', '/flows/search', { tenant: id })).total).toBe(0);
  expect((await server.call('GET', '/namespaces/company.team/kv/KEY', { tenant: id })).value).toBe('value');
  expect((await adopt(id, id)).status).toBe(404);
});

test('commands delete with purge, after asking', async () => {
  const { id } = await fullTenant();

  const result = await server.run('tenants', 'delete', id, '--yes', '--purge');

  expect(result).toEqual({
    code: 0,
    stdout: `Tenant '${id}' successfully deleted.\n2 execution(s) and 1 file(s) were purged.\n`,
    stderr: '',
  });
  expect(await retainedOf(id)).toEqual([]);
});

test('a deletion that a crash interrupts is ended at the next start', async () => {
  const first = await startServer({ kind: 'process', tenancy: 'mixed' });
  await first.call('POST', '/tenants', { body: { id: 'dev', name: 'dev' } });
  const flow = aFlow({ id: 'flow' });
  await first.call('POST', '/flows', { tenant: 'dev', body: flow });
  await first.call('POST', '/executions/company.team/flow?wait=true', { tenant: 'dev' });
  const answered = first.request('DELETE', '/tenants/dev?purge=true').catch(() => undefined);
  await eventually(async () => expect((await first.request('GET', '/tenants/dev')).status).toBe(404)).catch(
    () => undefined,
  );
  await first.kill9();
  await answered;

  const second = await startServer({ kind: 'process', tenancy: 'mixed', dataDirectory: first.dataDirectory });

  expect((await second.request('GET', '/tenants/dev')).status).toBe(404);
  expect(await second.call('GET', '/tenants/retained')).toEqual([]);
  await second.stop();
  await first.stop();
});
