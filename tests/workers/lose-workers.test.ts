/** Workers that go away, in order or not: nothing is lost, and nothing counts twice. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { cuttableProxy } from './cuttable-proxy.ts';
import { aWorker, ended, get, linesOf, newGroup, shell, start, workersOf } from './worker-groups.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    // Scripts of these tests wait for files that tests make
    configuration: { 'kestra.server.lease.duration': '2s', 'kestra.tasks.isolation': 'none' },
  });
});
afterAll(() => server.stop());

const plain = { 'kestra.tasks.isolation': 'none' };

/** Says so when it has begun, and goes on once the file is there. */
const untilThereIs = (file: string) => ['echo begun', `while [ ! -e '${file}' ]; do sleep 0.05; done`, 'echo went on'];

const begun = (id: string, times = 1): Promise<void> =>
  eventually(async () => expect((await linesOf(server, id)).filter((line) => line === 'begun')).toHaveLength(times), {
    timeoutMs: 20_000,
  });

test('what a killed worker ran is run again by another once its lease has ended', async () => {
  const group = await newGroup(server);
  const first = await aWorker(server, group, { configuration: plain });
  const file = join(server.dataDirectory, group.id);
  const id = await start(server, {
    tasks: [{ id: 'script', type: shell, workerGroup: { key: group.id }, commands: untilThereIs(file) }],
  });
  await begun(id);
  const second = await aWorker(server, group, { configuration: plain });

  first.signal('SIGKILL');
  await begun(id, 2);
  await writeFile(file, '');
  const execution = await ended(server, id);

  expect(execution.state.current).toBe('SUCCESS');
  expect(execution.taskRunList[0].attempts.map(({ state }: never) => (state as { current: string }).current)).toEqual([
    'RESUBMITTED',
    'SUCCESS',
  ]);
  expect(await linesOf(server, id)).toContain('The worker that ran the task is gone: it is run again');
  await second.stop();
});

test('a connection that breaks for less than the lease costs nothing', async () => {
  const group = await newGroup(server);
  const way = await cuttableProxy(server.url);
  const worker = await aWorker(server, group, { server: way.url, configuration: plain });
  const file = join(server.dataDirectory, group.id);
  const id = await start(server, {
    tasks: [{ id: 'script', type: shell, workerGroup: { key: group.id }, commands: untilThereIs(file) }],
  });
  await begun(id);

  way.cut();
  await eventually(async () => expect(await workersOf(server, group.id)).toMatchObject([{ state: 'DISCONNECTED' }]));
  // Ends while nobody hears it
  await writeFile(file, '');
  way.mend();
  const execution = await ended(server, id);

  expect(execution.state.current).toBe('SUCCESS');
  expect(execution.taskRunList[0].attempts).toHaveLength(1);
  expect((await linesOf(server, id)).slice(0, 2)).toEqual(['begun', 'went on']);
  await worker.stop();
});

test('a worker that cannot reach its server stops what it runs before that is given to another', async () => {
  const group = await newGroup(server);
  const way = await cuttableProxy(server.url);
  const cutOff = await aWorker(server, group, { server: way.url, configuration: plain });
  const file = join(server.dataDirectory, group.id);
  const alive = join(server.dataDirectory, `${group.id}-alive`);
  const commands = ['echo begun', `echo $$ >> '${alive}'`, ...untilThereIs(file).slice(1)];
  const id = await start(server, {
    tasks: [{ id: 'script', type: shell, workerGroup: { key: group.id }, commands }],
  });
  await begun(id);

  way.cut();
  await eventually(() => expect(cutOff.printed()).toContain('what runs is stopped'));
  const other = await aWorker(server, group, { configuration: plain });
  await begun(id, 2);
  await writeFile(file, '');

  expect((await ended(server, id)).state.current).toBe('SUCCESS');
  expect((await linesOf(server, id)).filter((line) => line === 'went on')).toHaveLength(1);
  await Promise.all([cutOff.stop(), other.stop()]);
});

test('a worker that is told to stop takes nothing more and finishes what it runs', async () => {
  const group = await newGroup(server);
  const configuration = { ...plain, 'kestra.server.termination-grace-period': '30s' };
  const worker = await aWorker(server, group, { configuration });
  const file = join(server.dataDirectory, group.id);
  const id = await start(server, {
    tasks: [{ id: 'script', type: shell, workerGroup: { key: group.id }, commands: untilThereIs(file) }],
  });
  await begun(id);

  worker.signal('SIGTERM');
  await eventually(async () => expect(await workersOf(server, group.id)).toMatchObject([{ state: 'TERMINATING' }]));
  const later = await start(server, {
    tasks: [{ id: 'script', type: shell, workerGroup: { key: group.id }, commands: ['true'] }],
  });
  await writeFile(file, '');

  expect((await ended(server, id)).taskRunList[0].attempts).toHaveLength(1);
  expect(await worker.exited).toBe(0);
  expect((await get(server, later)).taskRunList?.[0]?.state.current ?? 'CREATED').not.toBe('RUNNING');
  expect(await workersOf(server, group.id)).toEqual([]);
});

test('what does not end within the grace period is handed back at once', async () => {
  const group = await newGroup(server);
  const configuration = { ...plain, 'kestra.server.termination-grace-period': '100ms' };
  const worker = await aWorker(server, group, { configuration });
  const file = join(server.dataDirectory, group.id);
  const id = await start(server, {
    tasks: [{ id: 'script', type: shell, workerGroup: { key: group.id }, commands: untilThereIs(file) }],
  });
  await begun(id);

  worker.signal('SIGTERM');
  expect(await worker.exited).toBe(0);
  const other = await aWorker(server, group, { configuration: plain });
  await begun(id, 2);
  await writeFile(file, '');

  expect((await ended(server, id)).state.current).toBe('SUCCESS');
  await other.stop();
});

test('a revoked token ends the connection within a second, and what the worker ran goes to another', async () => {
  const group = await newGroup(server);
  const worker = await aWorker(server, group, { configuration: plain });
  const file = join(server.dataDirectory, group.id);
  const id = await start(server, {
    tasks: [{ id: 'script', type: shell, workerGroup: { key: group.id }, commands: untilThereIs(file) }],
  });
  await begun(id);

  await server.call('POST', `/instance/worker-groups/${group.id}/tokens/${group.tokenId}/revoke`);
  expect(await workersOf(server, group.id)).toEqual([]);
  expect(await worker.exited).toBe(1);
  expect(worker.printed()).toContain('will not have this worker: The token was revoked');
  const { token } = await server.call('POST', `/instance/worker-groups/${group.id}/tokens`, { body: { name: 'next' } });
  const other = await aWorker(server, { id: group.id, token }, { configuration: plain });
  await begun(id, 2);
  await writeFile(file, '');

  expect((await ended(server, id)).state.current).toBe('SUCCESS');
  expect((await linesOf(server, id)).filter((line) => line === 'went on')).toHaveLength(1);
  await other.stop();
});

test('a server that is started again has what its workers ran run anew, by those that come back', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'windhover-test-'));
  onTestFinished(() => rm(dataDirectory, { recursive: true, force: true }));
  const options = { dataDirectory, configuration: { ...plain, 'kestra.server.termination-grace-period': '100ms' } };
  const before = await startServer(options);
  const group = await newGroup(before);
  const way = await cuttableProxy(before.url);
  const worker = await aWorker(before, group, { server: way.url, configuration: plain });
  const file = join(dataDirectory, 'go-on');
  const id = await start(before, {
    tasks: [{ id: 'script', type: shell, workerGroup: { key: group.id }, commands: untilThereIs(file) }],
  });
  await eventually(async () => expect(await linesOf(before, id)).toContain('begun'));

  await before.stop();
  const after = await startServer(options);
  way.mend(after.url);
  await eventually(async () => expect((await linesOf(after, id)).filter((line) => line === 'begun')).toHaveLength(2), {
    timeoutMs: 30_000,
  });
  await writeFile(file, '');
  const execution = await ended(after, id);

  expect(execution.state.current).toBe('SUCCESS');
  expect((await linesOf(after, id)).filter((line) => line === 'went on')).toHaveLength(1);
  await worker.stop();
});
