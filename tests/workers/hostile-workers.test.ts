/** A worker that was taken over: whatever it sends, the server lives, keeps bounds, and stores nothing that it cannot read again. */
import { randomBytes } from 'node:crypto';
import { eventually, startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { frame, rawWorker, rawWorkerOf, runOf } from './raw-worker.ts';
import { ended, linesOf, newGroup, shell, start } from './worker-groups.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const task = (group: { readonly id: string }) => ({
  tasks: [{ id: 'script', type: shell, workerGroup: { key: group.id }, commands: ['true'] }],
});

const long = '€'.repeat(200);

async function serves(): Promise<void> {
  expect((await server.request('GET', '/instance/worker-groups')).status).toBe(200);
}

test.for([
  ['a group', { group: long }],
  ['a version of the protocol', { protocol: long }],
] as const)('%s that is too long for the last word of a connection ends the connection alone', async ([, hello]) => {
  const { token } = await newGroup(server);
  const worker = await rawWorker(server.url, token);

  worker.hello(hello);

  expect((await worker.closed).code).toBe(4003);
  await serves();
});

test('a value of a kind that is too long for the last word of a connection ends the connection alone', async () => {
  const worker = await rawWorkerOf(server, await newGroup(server));

  worker.say({ t: 'tell', m: 'log', a: { [`$${long}`]: 1 } });

  expect((await worker.closed).code).toBe(4003);
  await serves();
});

test('outputs of a failure that are no JSON are left out, and the task fails', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const id = await start(server, task(group));
  const { call } = await runOf(worker);

  worker.say({ t: 'failed', id: call, e: { kind: 'task', message: 'no', outputs: { a: { $bigint: '1' } } } });

  const { state, taskRunList } = await ended(server, id);
  expect([state.current, taskRunList[0].outputs]).toEqual(['FAILED', undefined]);
  expect(await linesOf(server, id)).toContain('no');
});

test('outputs of a failure that are too large are left out, and the task fails', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const id = await start(server, task(group));
  const { call } = await runOf(worker);

  const outputs = { a: 'x'.repeat(11 * 1024 * 1024) };
  worker.say({ t: 'failed', id: call, e: { kind: 'task', message: 'no', outputs } });

  const { state, taskRunList } = await ended(server, id);
  expect([state.current, taskRunList[0].outputs]).toEqual(['FAILED', undefined]);
});

test('outputs of a directory that are no addresses fail the task', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const type = 'io.kestra.plugin.core.flow.WorkingDirectory';
  const child = { id: 'child', type: shell, commands: ['true'] };
  const directory = { id: 'dir', type, workerGroup: { key: group.id }, tasks: [child], outputFiles: ['*'] };
  const id = await start(server, { tasks: [directory] });

  for (const nth of [0, 1]) worker.say({ t: 'done', id: (await runOf(worker, nth)).call, v: {} });
  const outputs = { outputFiles: { x: { $bigint: '1' } } };
  worker.say({ t: 'done', id: (await runOf(worker, 2)).call, v: { outputs } });

  expect((await ended(server, id)).state.current).toBe('FAILED');
});

test('what JSON cannot say, and texts that are none, are stored so that they can be read', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const id = await start(server, task(group));
  const { call, given } = await runOf(worker);
  const { run } = given;

  worker.say({ t: 'tell', m: 'log', a: { run, level: 'INFO', message: 'half \ud800 nothing \u0000' } });
  worker.say({ t: 'tell', m: 'metric', a: { run, metric: { name: 'm\u0000\ud800', type: 'gauge', value: 1 } } });
  worker.say({ t: 'tell', m: 'metric', a: { run, metric: { name: 'm', type: 'gauge', value: { $number: 'NaN' } } } });
  const outputs = { text: 'a\u0000b\ud800', ['k\u0000']: { $number: '-Infinity' }, ['__proto__']: { polluted: true } };
  worker.say({
    t: 'done',
    id: call,
    v: { outputs, update: { labels: [{ key: 'a\u0000', value: 'b\ud800\u0000' }], variables: { v: '\u0000\ud800' } } },
  });

  const execution = await ended(server, id);
  expect(execution.taskRunList).toHaveLength(1);
  expect((await server.request('GET', `/executions/${id}/tasks/x`)).status).toBeLessThan(500);
  expect((await server.request('GET', `/metrics/${id}`)).status).toBe(200);
  expect((await linesOf(server, id)).some((line) => line.startsWith('half'))).toBe(true);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  await serves();
});

test('labels of the system are not given by a worker', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const id = await start(server, task(group));
  const { call } = await runOf(worker);

  worker.say({ t: 'done', id: call, v: { update: { labels: [{ key: 'system.correlationId', value: 'forged' }] } } });

  const { state, labels } = await ended(server, id);
  expect(state.current).toBe('FAILED');
  expect(JSON.stringify(labels)).not.toContain('forged');
});

test.for([null, -1e300, 'x', 1.5, {}])('a worker that asks for %j chunks of a file is sent away', async (count) => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  await start(server, task(group));
  const { run } = (await runOf(worker)).given;
  const uri = await worker.put(run, 'x');
  const answer = (await worker.ask('files.read', { run, uri })) as { readonly v: { readonly $stream: number } };

  worker.say({ t: 'pull', s: answer.v.$stream, n: count });

  expect((await worker.closed).code).toBe(4003);
  await serves();
});

test('a worker that sends more of a file at once than a chunk is sent away', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  await start(server, task(group));
  const { run } = (await runOf(worker)).given;
  worker.say({ t: 'call', id: 100, m: 'files.put', a: { run, name: 'x', content: { $stream: 1 } } });
  await eventually(() => expect(worker.heard.some(({ t }) => t === 'pull')).toBe(true));

  worker.send(frame(4, [2, 1], 'x'.repeat(64 * 1024 + 1)));

  expect((await worker.closed).code).toBe(4003);
});

test('a worker cannot have files opened without end', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  await start(server, task(group));
  const { run } = (await runOf(worker)).given;
  const uri = await worker.put(run, 'x');

  const asked = await Promise.all(Array.from({ length: 990 }, () => worker.ask('files.read', { run, uri })));
  const more = await Promise.all(Array.from({ length: 20 }, () => worker.ask('files.read', { run, uri })));

  expect(asked.every((answer) => (answer as { t: string }).t === 'done')).toBe(true);
  expect(more.some((answer) => (answer as { t: string }).t === 'failed')).toBe(true);
});

test.for([1_000, 4_000, 20_000])('outputs that are nested %i times end the task, and nothing else', async (depth) => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const id = await start(server, task(group));
  const { call } = await runOf(worker);

  const value = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  worker.send(frame(3, [1], `{"t":"done","id":${call},"v":{"outputs":${value}}}`));

  await eventually(async () => {
    const { json } = await server.request('GET', `/executions/${id}/state`);
    expect(json).toBeDefined();
  });
  await serves();
  const other = await start(server, { tasks: [{ id: 'own', type: shell, commands: ['true'] }] });
  expect((await ended(server, other)).state.current).toBe('SUCCESS');
});

test('a worker that has many templates rendered at once is answered all of them in order, and the server serves', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  await start(server, task(group));
  const { run } = (await runOf(worker)).given;
  const template = '{% for i in range(0, 2000) %}{{ i * 2 }},{% endfor %}';
  const answered = () => worker.heard.filter(({ t }) => t === 'done').map(({ id }) => id as number);
  const questions = Array.from({ length: 900 }, (_, number) => 1_000 + number);

  for (const id of questions) worker.say({ t: 'call', id, m: 'render', a: { run, template } });
  await serves();

  await eventually(() => expect(answered()).toEqual(questions), { timeoutMs: 45_000 });
});

test('a label that is too long for an index fails the task', async () => {
  const group = await newGroup(server);
  const worker = await rawWorkerOf(server, group);
  const id = await start(server, task(group));
  const { call } = await runOf(worker);

  const value = randomBytes(200_000).toString('base64');
  worker.say({ t: 'done', id: call, v: { update: { labels: [{ key: value, value }] } } });

  expect((await ended(server, id)).state.current).toBe('FAILED');
});

test('a token opens so many connections, and no more', async () => {
  const group = await newGroup(server);
  const first = await rawWorkerOf(server, group);
  await Promise.all(Array.from({ length: 255 }, () => rawWorkerOf(server, group)));

  const more = await rawWorker(server.url, group.token);
  more.hello();
  expect(await more.closed).toEqual({ code: 4000, reason: 'More than 256 workers have connected with the token' });
  first.say({ t: 'tell', m: 'left', a: {} });
  await first.closed;

  const next = await rawWorkerOf(server, group);
  expect(next.heard[0]).toMatchObject({ group: group.id });
});
