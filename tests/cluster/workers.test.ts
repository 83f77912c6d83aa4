/** Workers of their own, where several servers run the executions of one database. */
import { aFlow, eventually, startWorker, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newGroup, shell, workersOf } from '../workers/worker-groups.ts';
import { sharedCluster } from './several-servers.ts';

const cluster = sharedCluster();
const servers: TestServer[] = [];
beforeAll(async () => {
  for (const role of [undefined, undefined, 'webserver'] as const) {
    servers.push(await cluster().start(undefined, role === undefined ? {} : { role }));
  }
  await eventually(async () => expect(await cluster().shares()).toEqual([32, 32]), { timeoutMs: 30_000 });
});
afterAll(() => Promise.all(servers.map((server) => server.stop())));

const slow = { timeoutMs: 45_000 };

test('a worker runs tasks of each server that it is told of, until one of them revokes its token', async () => {
  const [one, other] = servers as [TestServer, TestServer];
  const group = await newGroup(one);
  const worker = await startWorker({ server: `${one.url},${other.url}`, token: group.token, threads: 4 });
  for (const server of [one, other]) {
    await eventually(
      async () => expect(await workersOf(server, group.id)).toMatchObject([{ capacity: { max: 2 } }]),
      slow,
    );
  }
  const tasks = [{ id: 'script', type: shell, workerGroup: { key: group.id }, commands: ['pwd'] }];
  await one.call('POST', '/flows', { body: aFlow({ id: 'asked', namespace: 'company', tasks }) });

  const ended = await Promise.all(
    Array.from({ length: 12 }, () => one.call('POST', '/executions/company/asked?wait=true')),
  );
  await other.call('POST', `/instance/worker-groups/${group.id}/tokens/${group.tokenId}/revoke`);

  expect(ended.map(({ state }) => state.current)).toEqual(Array(12).fill('SUCCESS'));
  const lines = await one.call('GET', `/logs/search?minLevel=INFO&size=100&flowId=asked&namespace=company`);
  const ran = lines.results.filter(({ message }: { message: string }) => message.startsWith(worker.directory));
  expect(ran).toHaveLength(12);
  expect(await worker.exited).toBe(1);
  for (const server of [one, other])
    await eventually(async () => expect(await workersOf(server, group.id)).toEqual([]));
});

test('a server that runs no executions sends workers away', async () => {
  const webserver = servers[2]!;
  const group = await newGroup(webserver);

  const worker = await startWorker({ server: webserver.url, token: group.token });

  expect(await worker.exited).toBe(1);
  expect(worker.printed()).toContain('This server runs no executions');
});
