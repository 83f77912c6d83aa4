import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStore } from './open-sqlite-store.ts';

let folder: string;
let path: string;
let writers: ChildProcess[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windhover-crash-'));
  path = join(folder, 'database.db');
  writers = [];
});
afterEach(async () => {
  for (const writer of writers) writer.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

test('what was acknowledged survives kill -9, whole, and the next process may open the file at once', async () => {
  let last = 0;
  for (const acknowledged of [1, 40, 150]) {
    const writer = startWriter();
    for await (const line of createInterface({ input: writer.stdout! })) {
      last = Number(line);
      if (last % 200 === acknowledged) break;
    }
    writer.kill('SIGKILL');
    await once(writer, 'exit');

    const store = await openSqliteStore({ path, owner: 'test' });
    const executions = await store.shards.liveExecutions(0);
    const taskRuns = await store.shards.liveTaskRuns(0);
    await store.close();

    const runs = executions.map(({ run }) => run);
    expect(runs.length).toBeGreaterThanOrEqual(last);
    expect(runs).toEqual(runs.map((_, index) => index + 1));
    expect(taskRuns.map(({ run }) => run)).toEqual(runs);
  }
}, 60_000);

test('a failed write to the file is final, and loses nothing that was acknowledged', async () => {
  const writer = startWriter({ maxFileKilobytes: 2_000 });
  const lines: string[] = [];
  for await (const line of createInterface({ input: writer.stdout! })) lines.push(line);

  expect(lines.at(-2)).toMatch(/^broken Store '.*database.db' takes no writes any more: /);
  expect(lines.at(-1)).toBe('refused STORE_BROKEN');
  const acknowledged = Number(lines.at(-3));
  const store = await openSqliteStore({ path, owner: 'test' });
  expect((await store.shards.liveExecutions(0)).length).toBeGreaterThanOrEqual(acknowledged);
  await store.close();
}, 60_000);

test('a second process is told which file is in use and by whom', async () => {
  const writer = startWriter();
  await once(createInterface({ input: writer.stdout! }), 'line');

  await expect(openSqliteStore({ path, owner: 'second' })).rejects.toMatchObject({
    code: 'STORE_IN_USE',
    message: `Store '${path}' is in use by 'endless writer' (process ${String(writer.pid)}); stop it first, or choose another data folder`,
  });
  writer.kill('SIGKILL');
  await once(writer, 'exit');
}, 60_000);

/** The limit makes the system refuse writes beyond it, as a failing disk would. */
function startWriter({ maxFileKilobytes }: { readonly maxFileKilobytes?: number } = {}): ChildProcess {
  const script = fileURLToPath(new URL('./fixtures/endless-writer.ts', import.meta.url));
  const run = [process.execPath, '--conditions=@windhover/source', script, path];
  const limited = ['-c', `ulimit -f ${String(maxFileKilobytes)}; exec "$@"`, 'sh', ...run];
  const [command, ...parameters] = maxFileKilobytes === undefined ? run : ['bash', ...limited];
  const writer = spawn(command!, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
  writers.push(writer);
  return writer;
}
