/** Executions found and changed by query, as clients ask for them. */
import { aFlow, returnTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});

test('a key repeats the start of its flow, and of no other', async () => {
  const tenant = await server.newTenant();
  for (const id of ['one', 'two']) await server.call('POST', '/flows', { tenant, body: aFlow({ id, namespace: 'a' }) });
  const start = async (flow: string, key: string): Promise<string> =>
    (await server.call('POST', `/executions/a/${flow}`, { tenant, headers: { 'idempotency-key': key } })).id;

  const first = await start('one', 'key');

  expect(await start('one', 'key')).toBe(first);
  expect(await start('one', 'other')).not.toBe(first);
  const other = await server.call('GET', `/executions/${await start('two', 'key')}`, { tenant });
  expect(other.flowId).toBe('two');
});

test('executions that others started are told from the rest, in lists and in operations by query', async () => {
  const tenant = await server.newTenant();
  const call = { id: 'call', type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'a', flowId: 'child' };
  await server.call('POST', '/flows', {
    tenant,
    body: aFlow({ id: 'child', namespace: 'a', tasks: [returnTask('x')] }),
  });
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'parent', namespace: 'a', tasks: [call] }) });
  const parent = await server.call('POST', '/executions/a/parent?wait=true', { tenant });
  const flowsOf = async (query: string): Promise<string[]> => {
    const { results } = await server.call('GET', `/executions/search?${query}`, { tenant });
    return results.map(({ flowId }: { flowId: string }) => flowId);
  };

  expect(await flowsOf('filters[childFilter][EQUALS]=CHILD')).toEqual(['child']);
  expect(await flowsOf('childFilter=MAIN')).toEqual(['parent']);
  expect(await flowsOf('filters[childFilter][NOT_EQUALS]=CHILD')).toEqual(['parent']);
  expect((await server.request('GET', '/executions/search?childFilter=SOME', { tenant })).status).toBe(422);

  const path = '/executions/by-query?filters[childFilter][EQUALS]=CHILD';
  expect(await server.call('DELETE', path, { tenant })).toMatchObject({ count: 1 });
  expect(await flowsOf('')).toEqual(['parent']);
  expect((await server.request('GET', `/executions/${parent.id}`, { tenant })).status).toBe(200);
});
