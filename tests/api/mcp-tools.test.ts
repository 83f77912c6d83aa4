/** Flows as tools: AI agents find and call them at the MCP servers of their tenant. The client is the protocol's own. */
import { readFileSync } from 'node:fs';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import {
  aFlow,
  eventually,
  failTask,
  logTask,
  returnTask,
  sleepTask,
  startServer,
  type TestServer,
} from '@windhover/testing';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

const type = 'io.kestra.plugin.core.trigger.McpToolTrigger';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
  return () => server.stop();
});

type Auth = { readonly token: string } | { readonly username: string; readonly password: string } | null;

function headersOf(auth: Auth): Record<string, string> {
  if (auth === null) return {};
  if ('token' in auth) return { authorization: `Bearer ${auth.token}` };
  return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` };
}

function offering(toolName: string, more: object = {}) {
  return { id: 'tool', type, toolName, title: `Title of ${toolName}`, toolDescription: `About ${toolName}`, ...more };
}

const echoed = [{ id: 'answer', type: 'STRING', value: '{{ inputs.name }}' }];
const named = [{ id: 'name', type: 'STRING' }];

async function enter(tenant?: string) {
  const segment = tenant ?? (await server.newTenant());
  const call = (method: string, path: string, body?: unknown) => server.call(method, path, { tenant: segment, body });
  const save = (toolName: string, { namespace = 'team', trigger = {}, ...more }: Record<string, unknown> = {}) =>
    server.request('POST', '/flows', {
      tenant: segment,
      body: aFlow({
        id: `flow-${toolName}`,
        namespace: namespace as string,
        tasks: [returnTask('done')],
        triggers: [offering(toolName, trigger as object)],
        ...more,
      }),
    });
  const url = (id = 'default') => new URL(`${server.url}/api/v1/${segment}/mcp/${id}`);
  /** Who has a token and, in the namespace or everywhere, a role. */
  const withRole = async (permissions: Record<string, string[]>, namespaceId?: string): Promise<{ token: string }> => {
    users += 1;
    const username = `agent-${users}@example.com`;
    const user = await server.call('POST', '/users', { body: { username, tenants: [segment] } });
    const role = await call('POST', '/roles', { name: `role-${users}`, permissions });
    await call('POST', '/bindings', { type: 'USER', externalId: user.id, roleId: role.id, namespaceId });
    const { fullToken } = await server.call('POST', `/users/${user.id}/api-tokens`, { body: { name: 'test' } });
    return { token: fullToken };
  };
  const connect = (auth: Auth = server.admin, id?: string, mode: 'legacy' | 'auto' = 'legacy') =>
    connectTo(url(id), auth, mode);
  const executions = async (): Promise<readonly Shown[]> => (await call('GET', '/executions/search?size=100')).results;
  return { tenant: segment, call, save, url, withRole, connect, executions };
}
let users = 0;

interface Shown {
  readonly id: string;
  readonly labels: readonly { readonly key: string; readonly value: string }[];
}

async function connectTo(url: URL, auth: Auth, mode: 'legacy' | 'auto' = 'legacy'): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers: headersOf(auth) } }));
  onTestFinished(() => client.close());
  return client;
}

async function namesOf(client: Client): Promise<readonly string[]> {
  return (await client.listTools()).tools.map(({ name }) => name);
}

/** Without the client: what goes over the wire. */
function post(url: URL, auth: Auth, message: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headersOf(auth),
      ...headers,
    },
    body: JSON.stringify(message),
  });
}

const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

describe.each(['legacy', 'auto'] as const)('a client that speaks the %s version', (mode) => {
  test('finds tools, calls one, and gets the outputs of its flow', async () => {
    const { call, save, connect } = await enter();
    await call('PUT', '/mcp/servers/default', { id: 'default', instructions: 'Greet people by name.' });
    await save('greet', { inputs: named, outputs: echoed });

    const client = await connect(server.admin, 'default', mode);
    const { tools } = await client.listTools();
    const result = await client.callTool({ name: 'greet', arguments: { name: 'Ada' } });

    expect(client.getInstructions()).toBe('Greet people by name.');
    expect(tools).toMatchObject([
      {
        name: 'greet',
        title: 'Title of greet',
        description: 'About greet',
        inputSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
        outputSchema: { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'] },
        annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
      },
    ]);
    expect(result).toMatchObject({
      content: [{ type: 'text', text: '{"answer":"Ada"}' }],
      structuredContent: { answer: 'Ada' },
      isError: false,
    });
  });

  test('is told which execution it waits for, when it asks for progress', async () => {
    const { save, connect } = await enter();
    await save('quick');
    const client = await connect(server.admin, 'default', mode);
    const heard: (string | undefined)[] = [];

    const { _meta, content, structuredContent } = await client.callTool(
      { name: 'quick' },
      { onprogress: ({ message }) => void heard.push(message) },
    );

    const execution = `Execution '${String(_meta?.['executionId'])}'`;
    expect(heard).toEqual([`${execution} has started`]);
    expect([content, structuredContent]).toEqual([[{ type: 'text', text: `${execution} ended SUCCESS` }], undefined]);
  });
});

test('outputs of every type obey the schema that the client was told', async () => {
  const { save, connect } = await enter();
  const values: Record<string, unknown> = {
    STRING: 'a',
    SELECT: 'a',
    INT: 3,
    FLOAT: 1.5,
    BOOL: true,
    DATETIME: '2026-03-01T08:00:00+01:00',
    DATE: '2026-03-01',
    TIME: '08:30:00',
    DURATION: 'PT90M',
    URI: 'https://example.org/a',
    EMAIL: 'a@example.org',
    FILE: 'kestra:///team/a.txt',
    SECRET: 'a secret word',
    JSON: { a: [1] },
    YAML: 'a: 1',
    ARRAY: [1, 2],
    MULTISELECT: ['a'],
  };
  const options: Record<string, object> = {
    ARRAY: { itemType: 'INT' },
    SELECT: { values: ['a', 'b'] },
    MULTISELECT: { values: ['a', 'b'] },
  };
  const outputs = Object.entries(values).map(([type, value]) => ({ id: type, type, value, ...options[type] }));
  const absent = { id: 'absent', type: 'INT', value: '{{ null }}', required: false, description: 'Not always' };
  const failed = { id: 'failed', type: 'INT', value: '{{ nothing }}', required: false };
  await save('typed', { outputs: [...outputs, absent, failed] });
  await save('empty', { outputs: [failed] });
  const client = await connect();

  const { tools } = await client.listTools();
  const { structuredContent, isError } = await client.callTool({ name: 'typed' });
  const empty = await client.callTool({ name: 'empty' });

  const schema = tools.find(({ name }) => name === 'typed')?.outputSchema;
  expect(schema?.required).toEqual(Object.keys(values));
  expect(schema?.properties).toMatchObject({
    INT: { type: 'integer' },
    ARRAY: { type: 'array', items: { type: 'integer' } },
    absent: { anyOf: [{ type: 'integer' }, { type: 'null' }], description: 'Not always' },
  });
  expect(isError).toBe(false);
  expect(Object.keys(structuredContent as object)).toEqual([...Object.keys(values), 'absent']);
  expect(empty.structuredContent).toEqual({});
});

test('an execution says that an agent started it, at which server and in which session; trigger holds the arguments', async () => {
  const { call, save, url, executions } = await enter();
  await call('POST', '/mcp/servers', { id: 'support' });
  await save('greet', {
    inputs: [...named, { id: 'loud', type: 'BOOLEAN', defaults: false }],
    outputs: [{ id: 'said', type: 'STRING', value: '{{ trigger.name }}, {{ inputs.loud }}' }],
    trigger: { mcpServer: 'support', labels: { by: '{{ trigger.name }}' } },
  });
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(url('support'), {
    requestInit: { headers: headersOf(server.admin) },
  });
  await client.connect(transport);

  const { structuredContent } = await client.callTool({ name: 'greet', arguments: { name: 'Ada' } });
  await client.close();

  expect(structuredContent).toEqual({ said: 'Ada, false' });
  const [execution] = await executions();
  expect(execution).toMatchObject({ trigger: { id: 'tool', type, variables: { name: 'Ada' } } });
  const labels = execution?.labels.map(({ key, value }) => [key, value]);
  expect(transport.sessionId).toMatch(/^\w+$/);
  expect(labels).toEqual(
    expect.arrayContaining([
      ['system.from', 'mcp'],
      ['system.mcpServerId', 'support'],
      ['system.mcpSessionId', transport.sessionId],
      ['by', 'Ada'],
    ]),
  );
});

test('inputs are told as a JSON schema: types, choices, bounds, defaults, and what is secret; files are left out', async () => {
  const { save, connect } = await enter();
  const inputs = [
    { id: 'text', type: 'STRING', description: 'Any text', displayName: 'Text', validator: '[a-z]+' },
    { id: 'count', type: 'INT', min: 1, max: 9, defaults: 3 },
    { id: 'share', type: 'FLOAT', required: false },
    { id: 'sure', type: 'BOOLEAN', defaults: false },
    { id: 'colour', type: 'SELECT', values: ['red', 'blue'] },
    { id: 'tags', type: 'MULTISELECT', values: ['a', 'b'], required: false },
    { id: 'ids', type: 'ARRAY', itemType: 'INT', required: false },
    { id: 'since', type: 'DATETIME', defaults: '{{ now() }}' },
    { id: 'key', type: 'SECRET' },
    { id: 'data', type: 'JSON', required: false },
    { id: 'person', type: 'OBJECT', required: false, properties: [{ id: 'age', type: 'INT', max: 150 }] },
    {
      id: 'rows',
      type: 'TABLE',
      required: false,
      columns: [
        { id: 'n', type: 'INT', min: 1 },
        { id: 'note', type: 'STRING', required: false },
      ],
    },
    { id: 'report', type: 'FILE', required: false },
    { id: 'fixed', type: 'STRING' },
    { id: 'db.host', type: 'STRING', required: false },
    { id: 'form', type: 'FORM', inputs: [{ id: 'mail', type: 'EMAIL' }] },
  ];
  expect((await save('all', { inputs, trigger: { inputs: { fixed: 'by the flow' } } })).status).toBe(200);

  const [tool] = (await (await connect()).listTools()).tools;

  expect(tool?.inputSchema).toEqual({
    type: 'object',
    properties: {
      text: { type: 'string', title: 'Text', description: 'Any text Matches the pattern `[a-z]+`.' },
      count: { type: 'integer', minimum: 1, maximum: 9, default: 3 },
      share: { type: 'number' },
      sure: { type: 'boolean', default: false },
      colour: { type: 'string', enum: ['red', 'blue'] },
      tags: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
      ids: { type: 'array', items: { type: 'integer' } },
      since: { type: 'string', format: 'date-time', description: 'An instant. Example: 2026-03-01T08:00:00Z.' },
      key: {
        type: 'string',
        format: 'password',
        writeOnly: true,
        description: 'A secret: it is kept encrypted, and shown to nobody.',
      },
      data: {},
      person: { type: 'object', properties: { age: { type: 'integer', maximum: 150 } }, required: ['age'] },
      rows: {
        type: 'array',
        items: {
          type: 'object',
          properties: { n: { type: 'integer', minimum: 1 }, note: { type: 'string' } },
          required: ['n'],
        },
      },
      'db.host': { type: 'string' },
      'form.mail': { type: 'string', format: 'email', description: 'Counts together with: form.' },
    },
    required: ['text', 'colour', 'key'],
    additionalProperties: false,
  });
});

test('arguments reach the inputs that they are named after, those of forms and behind dots too', async () => {
  const { save, connect } = await enter();
  const inputs = [
    { id: 'db.host', type: 'STRING' },
    { id: 'form', type: 'FORM', inputs: [{ id: 'mail', type: 'EMAIL' }] },
    { id: 'count', type: 'INT', defaults: 3 },
    { id: 'fixed', type: 'STRING' },
  ];
  const value = '{{ inputs.db.host }} {{ inputs.form.mail }} {{ inputs.count + 1 }} {{ inputs.fixed }}';
  await save('nested', {
    inputs,
    outputs: [{ id: 'all', type: 'STRING', value }],
    trigger: { inputs: { fixed: 'for {{ trigger["db.host"] }}' } },
  });

  const result = await (
    await connect()
  ).callTool({ name: 'nested', arguments: { 'db.host': 'here', 'form.mail': 'a@b.org' } });

  expect(result.structuredContent).toEqual({ all: 'here a@b.org 4 for here' });
});

test('a wrong, a missing and an unknown argument are errors that name it, and start nothing', async () => {
  const { save, connect, executions } = await enter();
  await save('count', { inputs: [{ id: 'times', type: 'INT', max: 9 }] });
  const client = await connect();
  const errorOf = async (given: Record<string, unknown>) => {
    const { isError, content } = await client.callTool({ name: 'count', arguments: given });
    expect(isError).toBe(true);
    return (content[0] as { text: string }).text;
  };

  expect(await errorOf({ times: 'many' })).toContain('Invalid input for `times`, Expected `INT` but received `many`');
  expect(await errorOf({ times: 10 })).toContain('Invalid input for `times`, it must be less than `9`');
  expect(await errorOf({})).toContain('Invalid input for `times`, missing required input');
  expect(await errorOf({ times: 1, tiems: 2 })).toBe('Unknown arguments: tiems; the tool takes times');
  expect(await executions()).toEqual([]);
});

test('a secret argument is not among what the execution shows', async () => {
  const { call, save, connect, executions } = await enter();
  await save('log-in', { inputs: [{ id: 'key', type: 'SECRET' }, ...named] });

  const { isError } = await (
    await connect()
  ).callTool({ name: 'log-in', arguments: { key: 'very-secret', name: 'Ada' } });

  expect(isError).toBe(false);
  const [execution] = await executions();
  const shown = await call('GET', `/executions/${execution?.id}`);
  expect(shown.trigger.variables).toEqual({ name: 'Ada' });
  expect(JSON.stringify(shown)).not.toContain('very-secret');
});

test('a flow that fails is an error with the execution, its tasks, and what they said to who may read logs', async () => {
  const { save, connect, withRole } = await enter();
  await save('break', { tasks: [logTask(), { ...failTask(), id: 'breaks', errorMessage: 'the disk is full' }] });
  const mayRead = await withRole({ FLOW: ['EXECUTE'], EXECUTION: ['ACCESS_LOGS'] });
  const mayNot = await withRole({ FLOW: ['EXECUTE'] });
  const answerTo = async (auth: Auth) => {
    const { isError, content, _meta } = await (await connect(auth)).callTool({ name: 'break' });
    expect(isError).toBe(true);
    return { text: (content[0] as { text: string }).text, executionId: String(_meta?.['executionId']) };
  };

  const [told, silent] = [await answerTo(mayRead), await answerTo(mayNot)];

  expect(told.text).toContain(
    `Execution '${told.executionId}' of flow 'team.flow-break' ended FAILED\nfailed tasks: breaks`,
  );
  expect(told.text).toContain('the disk is full');
  expect(silent.text).toBe(
    `Execution '${silent.executionId}' of flow 'team.flow-break' ended FAILED\nfailed tasks: breaks`,
  );
});

test('conditions that do not hold and checks that block are errors, and start nothing', async () => {
  const { save, connect, executions } = await enter();
  await save('weekdays', { inputs: named, trigger: { when: '{{ trigger.name == "Ada" }}' } });
  await save('checked', { checks: [{ when: '{{ false }}', message: 'Not today', behavior: 'BLOCK_EXECUTION' }] });
  const client = await connect();
  const textOf = async (name: string, given: Record<string, unknown>) =>
    ((await client.callTool({ name, arguments: given })).content[0] as { text: string }).text;

  expect(await textOf('weekdays', { name: 'Bob' })).toBe(
    'The conditions of the tool do not hold for these arguments: nothing was started',
  );
  expect(await textOf('checked', {})).toBe('Invalid entity: Not today');
  expect(await executions()).toEqual([]);
  await textOf('weekdays', { name: 'Ada' });
  expect(await executions()).toHaveLength(1);
});

test('the history of the trigger tells of each call', async () => {
  const { call, save, connect } = await enter();
  await save('greet', { inputs: named });
  const client = await connect();
  await client.callTool({ name: 'greet', arguments: { name: 'Ada' } });
  await client.callTool({ name: 'greet', arguments: {} });

  await eventually(async () => {
    const { results } = await call('GET', '/triggers/team/flow-greet/tool/evaluations');
    expect(results.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['FAILED', 'FIRED']);
  });
});

test('a client that leaves does not stop the execution', async () => {
  const { call, save, connect, executions } = await enter();
  await save('slow', { tasks: [sleepTask('PT1H')] });
  const client = await connect();
  const leaving = new AbortController();
  const called = client.callTool({ name: 'slow' }, { signal: leaving.signal }).catch((error: unknown) => error);
  await eventually(async () => expect(await executions()).toMatchObject([{ state: { current: 'RUNNING' } }]));

  leaving.abort();
  await called;
  await client.close();

  const [execution] = await executions();
  expect((await call('GET', `/executions/${execution?.id}`)).state.current).toBe('RUNNING');
  await call('DELETE', `/executions/${execution?.id}/kill`);
});

test('agents see and call exactly the tools whose flows they may execute', async () => {
  const { save, connect, withRole } = await enter();
  await save('ours', { namespace: 'team.data' });
  await save('theirs', { namespace: 'other' });
  const limited = await connect(await withRole({ FLOW: ['EXECUTE'] }, 'team'));
  const older = await connect(await withRole({ EXECUTION: ['CREATE'] }));
  const viewer = await connect(await withRole({ FLOW: ['VIEW', 'LIST'], EXECUTION: ['VIEW'] }));

  expect(await namesOf(limited)).toEqual(['ours']);
  expect(await namesOf(older)).toEqual(['ours', 'theirs']);
  expect(await namesOf(viewer)).toEqual([]);
  expect((await limited.callTool({ name: 'ours' })).isError).toBe(false);
  await expect(limited.callTool({ name: 'theirs' })).rejects.toThrow('Unknown tool: theirs');
  await expect(limited.callTool({ name: 'none' })).rejects.toThrow('Unknown tool: none');
  await expect(viewer.callTool({ name: 'ours' })).rejects.toThrow('Unknown tool: ours');
});

test('a read-only account calls nothing', async () => {
  const { tenant, save, url } = await enter();
  await save('greet');
  const username = `reader-${tenant}@example.com`;
  const { id } = await server.call('POST', '/users', { body: { username, tenants: [tenant] } });
  const { fullToken } = await server.call('POST', `/users/${id}/api-tokens`, { body: { name: 'test' } });
  await server.call('PATCH', `/users/${id}/restricted`, { body: { restricted: true } });

  expect((await post(url(), { token: fullToken }, list)).status).toBe(403);
});

test('strangers are asked to sign in wherever there is no public server, and cannot tell why', async () => {
  const { call, url } = await enter();
  await call('POST', '/mcp/servers', { id: 'closed' });
  await call('POST', '/mcp/servers', { id: 'off', serverType: 'PUBLIC', disabled: true });
  const nowhere = new URL(`${server.url}/api/v1/nowhere/mcp/default`);

  const replies = await Promise.all(
    [url(), url('closed'), url('off'), url('none'), nowhere].map(async (address) => {
      const reply = await post(address, null, list);
      const { _links, ...body } = (await reply.json()) as Record<string, unknown>;
      return JSON.stringify([reply.status, body]);
    }),
  );

  expect(new Set(replies).size).toBe(1);
  expect(replies[0]).toContain('401');
});

test('a public server shows and runs its tools for anybody, and its tools alone', async () => {
  const { call, save, connect } = await enter();
  await call('POST', '/mcp/servers', { id: 'open', serverType: 'PUBLIC' });
  await save('public', { inputs: named, outputs: echoed, trigger: { mcpServer: 'open' } });
  await save('private');
  const client = await connect(null, 'open');

  expect(await namesOf(client)).toEqual(['public']);
  const { structuredContent } = await client.callTool({ name: 'public', arguments: { name: 'Ada' } });
  expect(structuredContent).toEqual({ answer: 'Ada' });
  await expect(client.callTool({ name: 'private' })).rejects.toThrow('Unknown tool');
});

test('a private server takes the kind of credentials that it names', async () => {
  const { call, url, withRole } = await enter();
  await call('POST', '/mcp/servers', { id: 'tokens', authType: 'API_TOKEN' });
  await call('POST', '/mcp/servers', { id: 'passwords', authType: 'BASIC' });
  const token = await withRole({ FLOW: ['EXECUTE'] });
  const statusOf = async (id: string, auth: Auth) => (await post(url(id), auth, list)).status;

  expect([await statusOf('tokens', token), await statusOf('tokens', server.admin)]).toEqual([200, 403]);
  expect([await statusOf('passwords', token), await statusOf('passwords', server.admin)]).toEqual([403, 200]);
  expect([await statusOf('default', token), await statusOf('default', server.admin)]).toEqual([200, 200]);
  expect(await statusOf('default', { token: 'kestra_wrong' })).toBe(401);
});

test('a session of the web application is no way in', async () => {
  const { url } = await enter();
  const signedIn = await fetch(`${server.url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(server.admin),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  expect(cookie).toContain('JWT=');

  expect((await post(url(), null, list, { cookie })).status).toBe(403);
});

test('servers, tools and tokens of another tenant are not found', async () => {
  const [one, other] = [await enter(), await enter()];
  await one.call('POST', '/mcp/servers', { id: 'own' });
  await one.save('own', { trigger: { mcpServer: 'own' } });
  const token = await other.withRole({ FLOW: ['EXECUTE'] });

  const [theirs, nowhere] = [await post(one.url('own'), token, list), await post(other.url('own'), token, list)];

  expect([theirs.status, nowhere.status]).toEqual([404, 404]);
  expect(((await theirs.json()) as { message: string }).message).toBe('Not Found: tenant');
  expect(await namesOf(await other.connect(token))).toEqual([]);
});

test('what is disabled is not there: servers, flows, triggers', async () => {
  const { call, save, url, connect } = await enter();
  await save('flow', { disabled: true });
  await save('trigger', { trigger: { disabled: true } });
  await save('on');
  const client = await connect();
  expect(await namesOf(client)).toEqual(['on']);
  await expect(client.callTool({ name: 'flow' })).rejects.toThrow('Unknown tool');

  await call('PATCH', '/mcp/servers/default/toggle');

  const [off, none] = [await post(url(), server.admin, list), await post(url('none'), server.admin, list)];
  expect([off.status, none.status]).toEqual([404, 404]);
});

test('a suspended tenant is told to those who could call it', async () => {
  const { tenant, call, save, url, withRole } = await enter();
  await call('POST', '/mcp/servers', { id: 'open', serverType: 'PUBLIC' });
  await save('greet', { trigger: { mcpServer: 'open' } });
  const token = await withRole({ FLOW: ['EXECUTE'] });
  await server.call('POST', `/tenants/${tenant}/suspend`, { body: {} });

  const replies = await Promise.all([post(url(), token, list), post(url('open'), null, list)]);

  expect(await Promise.all(replies.map(async (reply) => ((await reply.json()) as { code: string }).code))).toEqual([
    'TENANT_SUSPENDED',
    'TENANT_SUSPENDED',
  ]);
});

test('nothing is streamed without being asked, and no session is kept: GET and DELETE are refused', async () => {
  const { url } = await enter();
  const statusOf = async (method: string) => (await fetch(url(), { method, headers: headersOf(server.admin) })).status;
  expect([await statusOf('GET'), await statusOf('DELETE')]).toEqual([405, 405]);
});

test('messages that are not the protocol are refused, and notifications are taken', async () => {
  const { url } = await enter();
  const statusOf = async (message: unknown) => (await post(url(), server.admin, message)).status;
  expect(await statusOf({ jsonrpc: '2.0', method: 'notifications/initialized' })).toBe(202);
  expect(await statusOf({ jsonrpc: '1.0', id: 1, method: 'tools/list' })).toBe(400);
  expect(await statusOf([list, list])).toBe(400);
  const unknown = await post(url(), server.admin, { jsonrpc: '2.0', id: 1, method: 'resources/list' });
  expect(await unknown.text()).toContain('-32601');
});

test('a page of another site cannot make a browser call', async () => {
  const { call, url } = await enter();
  await call('POST', '/mcp/servers', { id: 'open', serverType: 'PUBLIC' });
  const from = { origin: 'https://elsewhere.example' };

  expect((await post(url('open'), null, list, from)).status).toBe(403);
  expect((await post(url('open'), null, list, { origin: new URL(server.url).origin })).status).toBe(200);
});

test('the default tenant is main', async () => {
  const { save, connect } = await enter('main');
  await save('of-main');
  expect(await namesOf(await connect())).toContain('of-main');
});

test('the example is found and called', async () => {
  const { tenant, connect } = await enter();
  const source = readFileSync(new URL('../../examples/order-state-tool.yaml', import.meta.url), 'utf8');
  const headers = { 'content-type': 'application/x-yaml' };
  await server.call('POST', '/flows', { tenant, body: source, headers });
  const client = await connect();

  expect(await namesOf(client)).toEqual(['order-state']);
  const { structuredContent } = await client.callTool({ name: 'order-state', arguments: { number: 7 } });
  expect(structuredContent).toEqual({ state: 'on its way' });
});

test('a flow whose tool could not be called is refused', async () => {
  const { save } = await enter();
  const twice = [offering('same', { id: 'a' }), offering('same', { id: 'b' })];
  const file = [{ id: 'report', type: 'FILE' }];

  expect((await save('any', { triggers: twice })).json.message).toContain(
    "The flow offers the tool 'same' of the MCP server 'default' twice",
  );
  expect((await save('file', { inputs: file })).json.message).toContain(
    "Agents cannot send the file that the input 'report' needs: give it here, or set `required: false` there",
  );
});
