/** Servers that each do a part of the work on one database. */
import { aFlow, eventually, returnTask, runProgram, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedCluster } from './several-servers.ts';

const cluster = sharedCluster();
const core = 'io.kestra.plugin.core';
let webserver: TestServer;
const others: TestServer[] = [];

const start = async (role: 'executor' | 'scheduler' | 'indexer'): Promise<TestServer> => {
  const server = await cluster().start(undefined, { role });
  others.push(server);
  return server;
};
/** An execution that the webserver takes while nobody is there who runs it. */
let early: Promise<{ readonly id: string; readonly state: { readonly current: string } }>;
let sharesBefore: readonly number[];

beforeAll(async () => {
  webserver = await cluster().start(undefined, { role: 'webserver' });
  const triggers = [{ id: 'each', type: `${core}.trigger.Schedule`, cron: '* * * * * *', withSeconds: true }];
  const tasks = [returnTask('done', 'a')];
  await webserver.call('POST', '/flows', { body: aFlow({ id: 'asked', namespace: 'company', tasks }) });
  await webserver.call('POST', '/flows', { body: aFlow({ id: 'timed', namespace: 'company', tasks, triggers }) });
  early = webserver.call('POST', '/executions/company/asked?wait=true');
  await start('scheduler');
  sharesBefore = await cluster().shares();
  await start('executor');
  await start('executor');
  await start('indexer');
});
afterAll(() => Promise.all([...others, webserver].map((server) => server?.stop())));

test('a webserver takes executions and leaves them to executors, which run their tasks and triggers', async () => {
  const later = await webserver.call('POST', '/executions/company/asked?wait=true');

  expect((await early).state.current).toBe('SUCCESS');
  expect(later.state.current).toBe('SUCCESS');
  await eventually(async () =>
    expect((await webserver.call('GET', '/executions?namespace=company&flowId=timed')).total).toBeGreaterThan(0),
  );
});

test('the executors share the executions; the others never take any', async () => {
  expect(sharesBefore).toEqual([]);
  await eventually(async () => expect(await cluster().shares()).toEqual([32, 32]), { timeoutMs: 30_000 });
});

test('a server without API answers for its health, and for nothing else', async () => {
  for (const server of others) {
    const health = await fetch(server.url);
    const other = await fetch(new URL('/api/v1/flows/search', server.url));

    expect(server.printed()).toContain('Server Running: without API, Management server on port http://');
    expect([health.status, await health.json()]).toEqual([200, { status: 'UP' }]);
    expect(other.status).toBe(404);
  }
});

test('a part of the work needs a database that can be shared', async () => {
  const { code, stderr } = await runProgram(['server', 'executor'], {
    workingDirectory: webserver.dataDirectory,
    env: { KESTRA_REPOSITORY_TYPE: 'h2', KESTRA_QUEUE_TYPE: 'h2' },
  });

  expect(code).toBe(1);
  expect(stderr).toContain("'server executor' works with a database that servers share");
});
