/**
 * A server is killed in the middle of many executions. Whatever it had acknowledged is there afterwards and ends, once:
 * with one task run for each task, each in one final state.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFlow, eventually, returnTask, sleepTask, startServer, type TestServer } from '@windhover/testing';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'windhover-crash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (): Promise<TestServer> =>
  startServer({
    kind: 'process',
    dataDirectory: folder,
    configuration: { 'kestra.tasks.tmp-dir.path': join(folder, 'tmp') },
  });

test(
  'of a thousand executions under way at a kill -9, each acknowledged one ends exactly once',
  { timeout: 180_000 },
  async () => {
    let server = await start();
    const tasks = [
      returnTask('before', 'before'),
      sleepTask('PT0.1S'),
      returnTask('{{ outputs.before.value }}', 'after'),
    ];
    await server.call('POST', '/flows', { body: aFlow({ id: 'slow', tasks }) });

    const acknowledged = await createUntilKilled(server, 1_000);
    server = await start();

    expect(acknowledged.length).toBeGreaterThan(100);
    await eventually(
      async () => {
        const running = await server.call(
          'GET',
          '/executions/search?size=1&filters[state][IN]=CREATED,RUNNING,RESTARTED',
        );
        expect(running.total).toBe(0);
      },
      { timeoutMs: 120_000 },
    );
    const ended = await Promise.all(acknowledged.map((id) => server.call('GET', `/executions/${id}`)));
    for (const execution of ended) {
      expect(execution.state.current).toBe('SUCCESS');
      const runs = execution.taskRunList.map((run: { taskId: string; state: { current: string } }) => [
        run.taskId,
        run.state.current,
      ]);
      expect(runs).toEqual([
        ['before', 'SUCCESS'],
        ['sleep', 'SUCCESS'],
        ['after', 'SUCCESS'],
      ]);
    }
    // What was not acknowledged may exist or not; but nothing exists twice.
    const all = await server.call('GET', '/executions/search?size=1');
    expect(all.total).toBeGreaterThanOrEqual(acknowledged.length);
    expect(all.total).toBeLessThanOrEqual(1_000);
  },
);

/** Creates executions on many connections and kills the server when most of them are there; answers the acknowledged ids. */
async function createUntilKilled(server: TestServer, count: number): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  let asked = 0;
  let killed: Promise<void> | undefined;
  const createSome = async (): Promise<void> => {
    while (asked < count && killed === undefined) {
      asked += 1;
      try {
        const { status, json } = await server.request('POST', '/executions/company.team/slow');
        if (status === 200) acknowledged.push(json.id);
      } catch {
        return; // the server is gone: this one was not acknowledged
      }
      if (acknowledged.length >= count * 0.9) killed ??= server.kill9();
    }
  };
  await Promise.all(Array.from({ length: 32 }, createSome));
  await (killed ?? server.kill9());
  return acknowledged;
}
