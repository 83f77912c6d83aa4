/** Tasks that ask servers outside: here one on loopback, which the configuration opens. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  aFlow,
  eventually,
  listenOnLoopback,
  logMessages,
  startServer,
  type TaskParts,
  type TestServer,
} from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

const http = 'io.kestra.plugin.core.http';
let server: TestServer;
let outside: Server;
let base: string;

beforeAll(async () => {
  server = await startServer({
    tenancy: 'explicit',
    configuration: { 'kestra.http.allowed-addresses': '127.0.0.1' },
  });
  outside = createServer((request, response) => void answer(request, response));
  base = `http://127.0.0.1:${await listenOnLoopback(outside)}`;
  return async () => {
    outside.close();
    await server.stop();
  };
});

/** Says what it was asked; `/status/503` answers so, `/file` with a file, `/empty` with nothing. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url!, 'http://test');
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString('latin1');
  const status = /^\/status\/(\d+)$/.exec(pathname)?.[1];
  if (pathname === '/file') response.setHeader('content-disposition', 'attachment; filename="../prices 1.csv"');
  if (pathname === '/a') response.setHeader('content-type', 'application/json; charset=utf-8');
  if (pathname === '/umlaut') response.setHeader('content-type', 'text/plain; charset=iso-8859-1');
  response.writeHead(status === undefined ? 200 : Number(status));
  if (pathname === '/file') response.end('a;b\n1;2\n');
  else if (pathname === '/umlaut') response.end(Buffer.from('Käse', 'latin1'));
  else if (pathname === '/events') sendEvents(response);
  else if (pathname === '/empty') response.end();
  else response.end(JSON.stringify({ method: request.method, search, headers: request.headers, body }));
}

function sendEvents(response: ServerResponse): void {
  for (const word of ['one', 'two']) response.write(`id: ${word}\ndata: {"word": "${word} "}\n\n`);
  response.end('event: end\ndata: bye\n\n');
}

/** Runs a flow of these tasks in a new tenant to its end. */
async function run(tasks: readonly TaskParts[], parts: object = {}) {
  const tenant = await server.newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'asks', namespace: 'team', tasks, ...parts }) });
  const { id } = await server.call('POST', '/executions/team/asks?wait=true', { tenant });
  const execution = await eventually(async () => {
    const found = await server.call('GET', `/executions/${id}`, { tenant });
    expect(['SUCCESS', 'WARNING', 'FAILED']).toContain(found.state.current);
    return found;
  });
  const outputs = Object.fromEntries(
    execution.taskRunList.map((taskRun: { taskId: string; outputs?: unknown }) => [taskRun.taskId, taskRun.outputs]),
  );
  return { tenant, id, state: execution.state.current, outputs };
}

const request = (properties: object, id = 'ask'): TaskParts => ({
  id,
  type: `${http}.Request`,
  uri: base,
  ...properties,
});
const seenBy = ({ outputs }: Awaited<ReturnType<typeof run>>, id = 'ask') => JSON.parse(outputs[id].body);

test('a request sends what its properties say, and its answer is an output', async () => {
  const ran = await run(
    [
      request({
        uri: '{{ vars.base }}/orders',
        method: 'POST',
        params: { page: 2, tag: ['a', 'b c'] },
        body: { customer: 'Ann' },
        headers: { 'X-Trace': '{{ flow.id }}' },
        options: { auth: { type: 'BASIC', username: 'me', password: 'secret' } },
      }),
    ],
    { variables: { base } },
  );

  expect([ran.state, ran.outputs.ask.code, ran.outputs.ask.uri]).toEqual([
    'SUCCESS',
    200,
    `${base}/orders?page=2&tag=a&tag=b+c`,
  ]);
  expect(seenBy(ran)).toMatchObject({
    method: 'POST',
    search: '?page=2&tag=a&tag=b+c',
    body: '{"customer":"Ann"}',
    headers: {
      'content-type': 'application/json',
      'x-trace': 'asks',
      authorization: `Basic ${Buffer.from('me:secret').toString('base64')}`,
    },
  });
  const { results } = await server.call('GET', `/metrics/${ran.id}`, { tenant: ran.tenant });
  expect(results).toMatchObject([{ name: 'response.length', value: Buffer.byteLength(ran.outputs.ask.body) }]);
});

test('the older name of the type and older spellings of options still work', async () => {
  const ran = await run([
    request({
      type: 'io.kestra.plugin.fs.http.Request',
      uri: `${base}/status/404`,
      allowFailed: true,
      options: { basicAuthUser: 'me', basicAuthPassword: 'x', readTimeout: 'PT5S' },
    }),
  ]);

  expect([ran.state, ran.outputs.ask.code]).toEqual(['SUCCESS', 404]);
  expect(seenBy(ran).headers.authorization).toBe(`Basic ${Buffer.from('me:x').toString('base64')}`);
});

test.each([
  ['a status from 400 on is a failure', '/status/500', {}, 'FAILED', 500],
  ['unless failures are allowed', '/status/500', { allowFailed: true }, 'SUCCESS', 500],
  ['a status that is not in the list is one too', '/status/202', { allowedResponseCodes: [200, 204] }, 'FAILED', 202],
  ['one of the list is none', '/status/404', { allowFailed: true, allowedResponseCodes: [404] }, 'SUCCESS', 404],
])('%s', async (_, path, options, state, code) => {
  const ran = await run([request({ uri: `${base}${path}`, options })]);

  expect([ran.state, ran.outputs.ask.code]).toEqual([state, code]);
});

test('forms are sent as fields, or with files in parts', async () => {
  const ran = await run([
    { id: 'write', type: 'io.kestra.plugin.core.storage.Write', content: 'of the file', extension: '.txt' },
    request({ method: 'POST', formData: { user: 'Ann & Bob' } }, 'fields'),
    request(
      {
        method: 'POST',
        contentType: 'multipart/form-data',
        formData: {
          note: 'plain',
          own: '{{ outputs.write.uri }}',
          named: { name: 'named.txt', content: '{{ outputs.write.uri }}' },
        },
      },
      'parts',
    ),
  ]);

  expect(seenBy(ran, 'fields')).toMatchObject({
    body: 'user=Ann+%26+Bob',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const { body, headers } = seenBy(ran, 'parts');
  expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  expect(body).toMatch(/name="note"\r\n\r\nplain\r\n/);
  expect(body).toMatch(/name="own"; filename="content\.txt"\r\n[^]*?of the file/);
  expect(body).toMatch(/name="named"; filename="named\.txt"\r\n[^]*?of the file/);
});

test('text is read in the charset that the answer names', async () => {
  expect((await run([request({ uri: `${base}/umlaut` })])).outputs.ask.body).toBe('Käse');
});

test('a download is a file under the name that the server gives, without its path', async () => {
  const ran = await run([
    { id: 'get', type: `${http}.Download`, uri: `${base}/file` },
    { id: 'named', type: `${http}.Download`, uri: `${base}/file`, saveAs: 'mine.csv' },
    { id: 'read', type: 'io.kestra.plugin.core.debug.Return', format: '{{ read(outputs.get.uri) }}' },
  ]);

  expect(ran.state).toBe('SUCCESS');
  expect(ran.outputs.get).toMatchObject({ code: 200, length: 8, uri: expect.stringMatching(/\/prices%201\.csv$/) });
  expect(ran.outputs.named.uri).toMatch(/\/mine\.csv$/);
  expect(ran.outputs.read.value).toBe('a;b\n1;2\n');
});

test('an empty download is a failure unless it may be empty', async () => {
  const empty = { id: 'get', type: `${http}.Download`, uri: `${base}/empty` };

  expect((await run([empty])).state).toBe('FAILED');
  expect((await run([{ ...empty, failOnEmptyResponse: false }])).state).toBe('SUCCESS');
});

test('what is not opened cannot be reached, and the message says no more than that', async () => {
  const ran = await run([request({ uri: base.replace('127.0.0.1', '127.0.0.2') })]);

  expect(ran.state).toBe('FAILED');
  const logs = await server.call('GET', `/logs/${ran.id}`, { tenant: ran.tenant });
  expect(logs.map(({ message }: { message: string }) => message)).toContainEqual(
    "Connections to '127.0.0.2' are not allowed: open its address range with kestra.http.allowed-addresses",
  );
});

test('what nothing obeys is refused by name when a flow is saved', async () => {
  const tenant = await server.newTenant();
  const [problems] = await server.call('POST', '/flows/validate', {
    tenant,
    body: aFlow({
      tasks: [
        request({
          encryptBody: true,
          options: { auth: { type: 'DIGEST' }, proxy: { type: 'HTTP', address: 'proxy' }, defaultCharset: 'wide' },
        }),
      ],
    }),
  });

  for (const text of [
    'encryptBody',
    'options.auth.type: must be one of BASIC, BEARER, but is "DIGEST"',
    'options.proxy.type: must be one of DIRECT, but is "HTTP"',
    '"address"',
    "'wide' is not a known charset",
  ])
    expect(problems.constraints).toContain(text);
});

test('the events of a server are an output, or a text that a program makes of them', async () => {
  const sse = (id: string, properties: object): TaskParts => ({
    id,
    type: `${http}.SseRequest`,
    uri: `${base}/events`,
    ...properties,
  });
  const asked = await run([
    sse('all', {}),
    sse('first', { maxEvents: 1 }),
    sse('words', { concatJqExpression: '.data.word?', maxEvents: 2 }),
    sse('lenient', { concatJqExpression: '.data.word', failedOnMissingJq: false }),
    sse('strict', { concatJqExpression: '.data.word' }),
  ]);

  const [one, two] = ['one', 'two'].map((word) => ({ id: word, data: { word: `${word} ` } }));
  const uri = `${base}/events`;
  expect(asked.outputs).toEqual({
    all: { uri, size: 3, events: [one, two, { name: 'end', data: 'bye' }] },
    first: { uri, size: 1, events: [one] },
    words: { uri, size: 2, result: 'one two ' },
    lenient: { uri, size: 3, result: 'one two ' },
  });
  expect(asked.state).toBe('FAILED');
  expect((await logMessages(server, asked.id, { tenant: asked.tenant })).join('\n')).toContain(
    `Failed to resolve JQ expression '.data.word' and value '{"data":"bye","name":"end"}'`,
  );
});

test('an expression asks a server, and reads an answer that is JSON as data', async () => {
  const asked = await run([
    {
      id: 'ask',
      type: 'io.kestra.plugin.core.debug.Return',
      format: `{% set answer = http(uri='${base}/a', method='POST', query={'q': 'x y'}, body={'n': 1}, headers={'X-Own': 'mine'}) %}{{ answer.method }} {{ answer.search }} {{ answer.body }} {{ answer.headers['x-own'] }} {{ answer.headers['content-type'] }}`,
    },
    { id: 'text', type: 'io.kestra.plugin.core.debug.Return', format: `{{ http('${base}/file') }}` },
    { id: 'port', type: 'io.kestra.plugin.core.debug.Return', format: '{{ randomPort() > 1023 }}' },
  ]);

  expect(asked.outputs).toEqual({
    ask: { value: 'POST ?q=x+y {"n":1} mine application/json' },
    text: { value: 'a;b\n1;2\n' },
    port: { value: 'true' },
  });
});

test('an expression fails when the server says no, and where the address is closed', async () => {
  const messages = async (uri: string): Promise<string> => {
    const { tenant, id, state } = await run([
      { id: 'ask', type: 'io.kestra.plugin.core.debug.Return', format: `{{ http('${uri}') }}` },
    ]);
    expect(state).toBe('FAILED');
    return (await logMessages(server, id, { tenant })).join('\n');
  };

  expect(await messages(`${base}/status/503`)).toContain('was answered 503');
  expect(await messages('http://169.254.169.254/latest/meta-data')).toContain('are not allowed');
});
