/** MCP servers of a tenant, and which flow offers which tool on them. */
import { aFlow, returnTask, startServer, type RequestOptions, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

const tool = 'io.kestra.plugin.core.trigger.McpToolTrigger';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
  return () => server.stop();
});

function offering(toolName: string, more: object = {}) {
  return { id: 'tool', type: tool, toolName, title: `Title of ${toolName}`, toolDescription: 'What it does', ...more };
}

async function enter() {
  const tenant = await server.newTenant();
  const call = (method: string, path: string, body?: unknown) => server.call(method, path, { tenant, body });
  const request = (method: string, path: string, body?: unknown, as?: RequestOptions['as']) =>
    server.request(method, path, { tenant, body, ...(as === undefined ? {} : { as }) });
  /** A flow that offers tools. */
  const save = (id: string, triggers: readonly object[], more: object = {}) =>
    request('POST', '/flows', aFlow({ id, namespace: 'team', tasks: [returnTask('done')], triggers, ...more }));
  const toolsOf = async (id = 'default'): Promise<readonly { toolName: string }[]> =>
    call('GET', `/mcp/servers/${id}/tools`);
  const namesOf = async (id?: string) => (await toolsOf(id)).map(({ toolName }) => toolName);
  return { tenant, call, request, save, toolsOf, namesOf };
}

test('every tenant has one named default, which can be changed and disabled, and stays', async () => {
  const { call, request } = await enter();
  expect(await call('GET', '/mcp/servers')).toEqual({
    results: [{ id: 'default', serverType: 'PRIVATE', disabled: false, isDefault: true }],
    total: 1,
  });

  await call('PUT', '/mcp/servers/default', { id: 'default', instructions: 'Ask first', authType: 'API_TOKEN' });
  await call('PATCH', '/mcp/servers/default/toggle');

  expect(await call('GET', '/mcp/servers/default')).toMatchObject({
    instructions: 'Ask first',
    authType: 'API_TOKEN',
    disabled: true,
    isDefault: true,
    created: expect.any(String),
  });
  expect((await call('PATCH', '/mcp/servers/default/toggle')).disabled).toBe(false);
  expect(await request('DELETE', '/mcp/servers/default')).toMatchObject({
    status: 422,
    json: { message: "Illegal argument: the MCP server 'default' is every tenant's; disable it instead" },
  });
  expect((await request('POST', '/mcp/servers', { id: 'default' })).status).toBe(422);
});

test('servers are made, read, replaced and deleted, each time with an entry in the audit log', async () => {
  const { call, request } = await enter();
  const made = await call('POST', '/mcp/servers', {
    id: 'support',
    description: 'For the help desk',
    serverType: 'PUBLIC',
    authType: null,
    disabled: false,
  });
  expect(made).toMatchObject({ id: 'support', description: 'For the help desk', serverType: 'PUBLIC' });
  expect(await call('GET', '/mcp/servers/support')).toEqual(made);

  const { description, serverType } = await call('PUT', '/mcp/servers/support', { id: 'support' });
  expect([description, serverType]).toEqual([undefined, 'PRIVATE']);
  await call('DELETE', '/mcp/servers/support');

  expect((await request('GET', '/mcp/servers/support')).status).toBe(404);
  expect((await request('DELETE', '/mcp/servers/support')).status).toBe(404);
  expect((await request('PUT', '/mcp/servers/support', { id: 'support' })).status).toBe(404);
  const { results } = await call('GET', '/auditlogs/search?filters[resources][EQUALS]=MCP_SERVER');
  expect(results.map(({ auditLog }: never) => auditLog['type'])).toEqual(['DELETE', 'UPDATE', 'CREATE']);
});

test('lists are sorted and paged as asked', async () => {
  const { call } = await enter();
  for (const id of ['b', 'z', 'a']) await call('POST', '/mcp/servers', { id });
  const idsOf = async (query: string) =>
    (await call('GET', `/mcp/servers?${query}`)).results.map(({ id }: { id: string }) => id);

  expect(await idsOf('')).toEqual(['a', 'b', 'default', 'z']);
  expect(await idsOf('sort=id:desc&size=2&page=2')).toEqual(['b', 'a']);
  expect(await idsOf('sort=created:asc')).toEqual(['default', 'b', 'z', 'a']);
});

test.each([
  [{ id: 'Upper' }, 'id: must match "^[a-z0-9][a-z0-9_-]{0,63}$"'],
  [{ id: 'servers' }, "id: 'servers' is a word of the API"],
  [{ id: 'long', instructions: 'x'.repeat(20_001) }, 'instructions: must have at most 20000 characters'],
  [
    { id: 'open', authType: 'OAUTH' },
    'authType: OAUTH is not offered: agents sign in with API_TOKEN (a service account has one) or BASIC; leave it out to take either',
  ],
])('a server that cannot be is refused with why: %o', async (body, reason) => {
  const { request } = await enter();
  expect(await request('POST', '/mcp/servers', body)).toMatchObject({
    status: 422,
    json: { message: `Invalid entity: ${reason}` },
  });
});

test('an id is used once', async () => {
  const { call, request } = await enter();
  await call('POST', '/mcp/servers', { id: 'support' });
  expect(await request('POST', '/mcp/servers', { id: 'support' })).toMatchObject({
    status: 422,
    json: { message: 'Invalid entity: id: MCP server id already exists' },
  });
});

test('superadmins see the servers of all tenants, and whose they are', async () => {
  const [one, other] = [await enter(), await enter()];
  await one.call('POST', '/mcp/servers', { id: 'same', instructions: 'not for lists' });
  await other.call('POST', '/mcp/servers', { id: 'same' });

  const { results } = await server.call('GET', '/instance/mcp/servers?size=1000');

  const idsOf = (tenant: string) =>
    results.filter(({ tenantId }: never) => tenantId === tenant).map(({ id }: { id: string }) => id);
  expect(idsOf(one.tenant)).toEqual(['default', 'same']);
  expect(idsOf(other.tenant)).toEqual(['default', 'same']);
  expect(idsOf('main')).toEqual(['default']);
  expect(JSON.stringify(results)).not.toContain('not for lists');
});

test('the tools of a server are those that flows name it for, with what they say of themselves', async () => {
  const { call, save, toolsOf, namesOf } = await enter();
  await call('POST', '/mcp/servers', { id: 'support' });
  await save('refund', [offering('refund-order', { annotations: { idempotent: true, openWorld: false } })]);
  await save('find', [
    offering('find-order', { id: 'a', mcpServer: 'support' }),
    offering('find-customer', { id: 'b', mcpServer: 'support' }),
  ]);

  expect(await toolsOf()).toEqual([
    {
      toolName: 'refund-order',
      triggerId: 'tool',
      title: 'Title of refund-order',
      description: 'What it does',
      annotations: { readOnly: false, openWorld: false, destructive: true, idempotent: true, returnDirect: false },
      namespace: 'team',
      flowId: 'refund',
      flowRevision: 1,
    },
  ]);
  expect(await namesOf('support')).toEqual(['find-customer', 'find-order']);
});

test('a tool goes when its flow is changed, disabled or deleted, and comes back with it', async () => {
  const { call, save, namesOf } = await enter();
  await save('flow', [offering('one')]);
  await call('PUT', '/flows/team/flow', aFlow({ id: 'flow', namespace: 'team', triggers: [offering('two')] }));
  expect(await namesOf()).toEqual(['two']);

  await call('POST', '/flows/disable/by-ids', [{ namespace: 'team', id: 'flow' }]);
  expect(await namesOf()).toEqual([]);
  await call('POST', '/flows/enable/by-ids', [{ namespace: 'team', id: 'flow' }]);
  expect(await namesOf()).toEqual(['two']);

  const off = [offering('two', { disabled: true })];
  await call('PUT', '/flows/team/flow', aFlow({ id: 'flow', namespace: 'team', triggers: off }));
  expect(await namesOf()).toEqual([]);
  await call('PUT', '/flows/team/flow', aFlow({ id: 'flow', namespace: 'team', triggers: [offering('two')] }));
  await call('DELETE', '/flows/team/flow');
  expect(await namesOf()).toEqual([]);
});

test('a draft changes no tool until it is saved as more', async () => {
  const { call, save, namesOf } = await enter();
  await save('flow', [offering('one')]);
  await call(
    'PUT',
    '/flows/team/flow?draft=true',
    aFlow({ id: 'flow', namespace: 'team', triggers: [offering('two')] }),
  );
  expect(await namesOf()).toEqual(['one']);
});

test('two flows cannot offer one tool: the second is refused with the name of the first, also when it is enabled', async () => {
  const { call, request, save, namesOf } = await enter();
  const taken =
    "Invalid entity: Invalid Flow: triggers: The tool 'same' of the MCP server 'default' is offered by the flow 'team.first'; take another name, or disable one of the two";
  await save('first', [offering('same')]);

  expect(await save('second', [offering('same')])).toMatchObject({ status: 422, json: { message: taken } });
  expect((await save('second', [offering('same')], { disabled: true })).status).toBe(200);
  const enable = () => request('POST', '/flows/enable/by-ids', [{ namespace: 'team', id: 'second' }]);
  expect(await enable()).toMatchObject({ status: 422, json: { message: taken } });
  expect((await save('third', [offering('same', { mcpServer: 'other' })])).status).toBe(200);

  await call('DELETE', '/flows/team/first');
  expect((await enable()).status).toBe(200);
  expect(await namesOf()).toEqual(['same']);
});

test('a flow that is replaced by another with its tool, in one request, gives it up', async () => {
  const { call, save, toolsOf } = await enter();
  await save('old', [offering('same')]);

  await call(
    'POST',
    '/flows/team?delete=true',
    aFlow({ id: 'new', namespace: 'team', tasks: [returnTask('done')], triggers: [offering('same')] }),
  );

  expect(await toolsOf()).toMatchObject([{ toolName: 'same', flowId: 'new' }]);
});

test('defaults of the namespace say on which server its tools are', async () => {
  const { call, save, namesOf } = await enter();
  await call('POST', '/mcp/servers', { id: 'of-team' });
  const pluginDefaults = [{ type: tool, values: { mcpServer: 'of-team' } }];
  await call('POST', '/namespaces', { id: 'team', pluginDefaults });

  await save('flow', [offering('one')]);

  expect([await namesOf('of-team'), await namesOf()]).toEqual([['one'], []]);
});

test('validation warns of a server that is not there and of a tool that is taken', async () => {
  const { call, save } = await enter();
  await save('first', [offering('same')]);
  const triggers = [offering('same', { id: 'a' }), offering('new', { id: 'b', mcpServer: 'none' })];

  const [{ warnings, constraints }] = await call(
    'POST',
    '/flows/validate',
    aFlow({ id: 'second', namespace: 'team', triggers }),
  );

  expect(constraints).toBeUndefined();
  expect(warnings).toEqual([
    "a: The tool 'same' of the MCP server 'default' is offered by the flow 'team.first'; take another name, or disable one of the two",
    "b: The MCP server 'none' does not exist: nobody finds the tool 'new' until it does",
  ]);
  expect(
    (await call('POST', '/flows/validate', aFlow({ id: 'first', namespace: 'team', triggers: [offering('same')] })))[0]
      .warnings,
  ).toEqual([]);
});

test.each([
  ['-begins', 'toolName'],
  ['with space', 'toolName'],
  ['x'.repeat(65), 'toolName'],
])('the name %s is none of a tool', async (toolName, property) => {
  const { save } = await enter();
  const { status, json } = await save('flow', [offering(toolName)]);
  expect([status, json.message]).toEqual([422, expect.stringContaining(property)]);
});

test('tools of flows that the caller may not see are not shown, and a tool is held by another flow', async () => {
  const { tenant, call, request, save } = await enter();
  await save('ours', [offering('ours')]);
  await call('POST', '/flows', aFlow({ id: 'theirs', namespace: 'secret', triggers: [offering('theirs')] }));
  const user = await server.call('POST', '/users', { body: { username: `of-${tenant}`, tenants: [tenant] } });
  const bind = async (permissions: Record<string, string[]>, namespaceId?: string) => {
    const role = await call('POST', '/roles', { name: `role-${namespaceId ?? 'all'}`, permissions });
    await call('POST', '/bindings', { type: 'USER', externalId: user.id, roleId: role.id, namespaceId });
  };
  await bind({ MCP_SERVER: ['VIEW'] });
  await bind({ FLOW: ['VIEW', 'CREATE'], NAMESPACE: ['CREATE'] }, 'team');
  const { fullToken } = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });
  const as = { token: fullToken as string };

  const tools = await request('GET', '/mcp/servers/default/tools', undefined, as);
  const refused = await request(
    'POST',
    '/flows',
    aFlow({ id: 'mine', namespace: 'team', triggers: [offering('theirs')] }),
    as,
  );

  expect(tools.json.map(({ toolName }: { toolName: string }) => toolName)).toEqual(['ours']);
  expect(refused.status).toBe(422);
  expect(refused.json.message).toContain('is offered by another flow;');
});
