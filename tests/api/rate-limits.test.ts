/** Rates of accounts, tenants and webhooks. The windows are long: no test waits for one. */
import { aFlow, eventually, startServer, type Reply, type RequestOptions, type TestServer } from '@windhover/testing';
import { expect, test } from 'vitest';

const hour = 'PT1H';

test('a tenant that asks more than it may is told when to come back; the next one is served', async () => {
  const server = await startServer({
    tenancy: 'explicit',
    configuration: {
      'kestra.server.rate-limit.tenant.max-requests': 20,
      'kestra.server.rate-limit.tenant.window': hour,
    },
  });
  for (const id of ['busy', 'quiet']) await server.call('POST', '/tenants', { body: { id, name: id } });

  const { refused, taken } = await untilRefused(server, { tenant: 'busy' });

  expect(taken).toBe(20);
  expect(refused.json.message).toBe(
    'Too many requests: this tenant may take 20 requests in 3600 s; try again in 180 s',
  );
  expect(Number(refused.headers.get('retry-after'))).toBe(180);
  expect((await server.request('GET', '/flows/search', { tenant: 'quiet' })).status).toBe(200);
  expect((await server.request('GET', '/tenants/busy')).status).toBe(200);
  // Strangers use up nothing
  for (let index = 0; index < 30; index += 1) {
    expect((await server.request('GET', '/flows/search', { tenant: 'quiet', as: null })).status).toBe(401);
  }
  expect((await server.request('GET', '/flows/search', { tenant: 'quiet' })).status).toBe(200);
});

test('an account that asks more than it may is refused, by whatever credentials; the next one is served', async () => {
  const server = await startServer({
    configuration: {
      'kestra.server.rate-limit.client.max-requests': 40,
      'kestra.server.rate-limit.client.window': hour,
    },
  });
  const other = { username: 'other@example.org', password: 'Other!1234' };
  await server.call('POST', '/users', { body: { email: other.username, password: other.password } });
  const { fullToken } = await server.call('POST', '/me/api-tokens', { body: { name: 'second' } });

  await untilRefused(server, {});

  expect((await server.request('GET', '/me', { as: { token: fullToken } })).status).toBe(429);
  expect((await server.request('GET', '/me', { as: other })).status).toBe(200);
});

test('calls that are refused for want of a right count like others', async () => {
  const server = await startServer({ configuration: { 'kestra.server.rate-limit.client.max-requests': 5 } });
  const other = { username: 'other@example.org', password: 'Other!1234' };
  await server.call('POST', '/users', { body: { email: other.username, password: other.password } });

  const statuses: number[] = [];
  for (let call = 0; call < 6; call += 1) statuses.push((await server.request('GET', '/users', { as: other })).status);

  expect(statuses).toEqual([403, 403, 403, 403, 403, 429]);
});

test('webhooks of a flow and of a tenant have rates that wrong keys do not use up', async () => {
  const server = await startServer({
    tenancy: 'explicit',
    configuration: {
      'kestra.webhooks.rate-limit.flow.max-requests': 2,
      'kestra.webhooks.rate-limit.flow.window': hour,
      'kestra.webhooks.rate-limit.tenant.max-requests': 3,
      'kestra.webhooks.rate-limit.tenant.window': hour,
    },
  });
  for (const tenant of ['a', 'b']) {
    await server.call('POST', '/tenants', { body: { id: tenant, name: tenant } });
    for (const id of ['one', 'two']) await saveWebhook(server, tenant, id);
  }
  const call = async (tenant: string, id: string, key = 'the-key-of-it'): Promise<number> =>
    (await server.request('POST', `/executions/webhook/company/${id}/${key}`, { tenant, as: null })).status;

  for (let index = 0; index < 5; index += 1) expect(await call('a', 'one', 'wrong-key')).toBe(404);
  expect([await call('a', 'one'), await call('a', 'one'), await call('a', 'one')]).toEqual([200, 200, 429]);
  expect([await call('a', 'two'), await call('a', 'two')]).toEqual([200, 429]);
  expect(await call('b', 'one')).toBe(200);
  await eventually(async () => {
    expect((await server.call('GET', '/executions/search', { tenant: 'a' })).total).toBe(3);
  });
});

test('a public MCP server has the rates of a webhook, a private one those of accounts', async () => {
  const server = await startServer({
    configuration: {
      'kestra.webhooks.rate-limit.flow.max-requests': 2,
      'kestra.webhooks.rate-limit.flow.window': hour,
      'kestra.webhooks.rate-limit.tenant.max-requests': 3,
      'kestra.webhooks.rate-limit.tenant.window': hour,
    },
  });
  for (const id of ['one', 'two']) await server.call('POST', '/mcp/servers', { body: { id, serverType: 'PUBLIC' } });
  const headers = { accept: 'application/json, text/event-stream' };
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const list = (id: string, as?: null): Promise<Reply> =>
    server.request('POST', `/mcp/${id}`, { headers, body, ...(as === null ? { as } : {}) });
  const statusOf = async (id: string): Promise<number> => (await list(id, null)).status;

  expect([await statusOf('one'), await statusOf('one'), await statusOf('one')]).toEqual([200, 200, 429]);
  expect([await statusOf('two'), await statusOf('two')]).toEqual([200, 429]);
  const refused = await list('one', null);
  expect(refused.json.message).toBe(
    'Too many requests: this MCP server may take 2 calls in 3600 s; try again in 1800 s',
  );
  expect(Number(refused.headers.get('retry-after'))).toBe(1_800);
  for (let index = 0; index < 5; index += 1) expect((await list('default')).status).toBe(200);
});

test('what is sent to a private MCP server counts as requests of its account', async () => {
  const server = await startServer({
    configuration: {
      'kestra.server.rate-limit.client.max-requests': 5,
      'kestra.server.rate-limit.client.window': hour,
    },
  });
  const statuses: number[] = [];
  for (let index = 0; index < 6; index += 1) {
    const headers = { accept: 'application/json, text/event-stream' };
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    statuses.push((await server.request('POST', '/mcp/default', { headers, body })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});

test('an address that tries keys without end is refused at that flow', async () => {
  const server = await startServer();
  for (const id of ['one', 'two']) await saveWebhook(server, undefined, id);
  const call = async (id: string, key: string): Promise<number> =>
    (await server.request('POST', `/executions/webhook/company/${id}/${key}`, { as: null })).status;

  for (let index = 0; index < 100; index += 1) expect(await call('one', `guess-${index}`)).toBe(404);

  expect(await call('one', 'guess-100')).toBe(429);
  expect(await call('one', 'the-key-of-it')).toBe(429);
  expect(await call('two', 'the-key-of-it')).toBe(200);
});

async function untilRefused(server: TestServer, options: RequestOptions): Promise<{ refused: Reply; taken: number }> {
  for (let taken = 0; taken < 1_000; taken += 1) {
    const reply = await server.request('GET', '/flows/search', options);
    if (reply.status === 429) return { refused: reply, taken };
    expect(reply.status).toBe(200);
  }
  throw new Error('Nothing was refused');
}

async function saveWebhook(server: TestServer, tenant: string | undefined, id: string): Promise<void> {
  const trigger = { id: 'hook', type: 'io.kestra.plugin.core.trigger.Webhook', key: 'the-key-of-it' };
  await server.call('POST', '/flows', {
    ...(tenant !== undefined && { tenant }),
    headers: { 'content-type': 'application/x-yaml' },
    body: aFlow({ id, namespace: 'company', triggers: [trigger] }),
  });
}
