import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import type { TenantKey } from '@windhover/model';
import { noRows } from '@windhover/ports';
import { openPostgresStore } from './open-postgres-store.ts';
import { anExecution } from './testing/rows.ts';
import { sharedPostgres } from './testing/shared-postgres.ts';

const server = sharedPostgres();
const writers: ChildProcess[] = [];
afterEach(() => {
  for (const writer of writers.splice(0)) writer.kill('SIGKILL');
});

test('what was acknowledged survives kill -9, whole, and the next process goes on at once', async () => {
  const url = await server().createDatabase();
  let last = 0;
  for (const acknowledged of [1, 40, 150]) {
    const writer = startWriter(url);
    for await (const line of createInterface({ input: writer.stdout! })) {
      last = Number(line);
      if (last % 200 === acknowledged) break;
    }
    writer.kill('SIGKILL');
    await once(writer, 'exit');

    const store = await openPostgresStore({ url, owner: 'test' });
    await store.shards.join({ takesShare: 'always', own: vi.fn(), surplus: vi.fn(), inbox: vi.fn() });
    expect(await store.shards.take([0], 'test')).toHaveLength(1);
    const executions = await store.shards.liveExecutions(0);
    const taskRuns = await store.shards.liveTaskRuns(0);
    await store.close();

    const runs = executions.map(({ run }) => run);
    expect(runs.length).toBeGreaterThanOrEqual(last);
    expect(runs).toEqual(runs.map((_, index) => index + 1));
    expect(taskRuns.map(({ run }) => run)).toEqual(runs);
  }
}, 60_000);

test('a paused server loses the executions to the next one, and writes nothing when it wakes', async () => {
  const url = await server().createDatabase();
  const writer = startWriter(url);
  const lines: string[] = [];
  createInterface({ input: writer.stdout! }).on('line', (line) => lines.push(line));
  await vi.waitFor(() => expect(lines.length).toBeGreaterThan(20), 20_000);
  writer.kill('SIGSTOP');

  const store = await openPostgresStore({ url, owner: 'test', times: { takeOverAfterMs: 500, lookEveryMs: 50 } });
  const own = vi.fn<(shards: ReadonlySet<number>) => void>();
  await store.shards.join({ takesShare: 'always', own, surplus: vi.fn(), inbox: vi.fn() });
  await vi.waitFor(() => expect(own.mock.lastCall![0].has(0)).toBe(true), 10_000);
  const owned = (await store.shards.take([0], 'test'))[0]!;
  const before = (await store.shards.liveExecutions(0)).length;
  expect(before).toBeGreaterThanOrEqual(Number(lines.at(-1)));
  writer.kill('SIGCONT');
  await once(writer, 'exit');

  expect(writer.exitCode).not.toBe(0);
  expect((await store.shards.liveExecutions(0)).length).toBe(before);
  const rows = { ...noRows, executionsInserted: [anExecution('tenant' as TenantKey, 1_000_000)] };
  expect(await store.shards.commit({ owned: [owned], rows })).toBe('committed');
  await store.close();
}, 60_000);

function startWriter(url: string): ChildProcess {
  const script = fileURLToPath(new URL('./fixtures/endless-writer.ts', import.meta.url));
  const writer = spawn(process.execPath, ['--conditions=@windhover/source', script, url], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  writers.push(writer);
  return writer;
}
