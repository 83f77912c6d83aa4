/**
 * A server is killed at random moments while executions are submitted; `WINDHOVER_RANDOM_KILLS` says how often (default
 * 2). The seed is printed when something is found, and can be given as `WINDHOVER_SEED`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startServer, type TestServer } from '@windhover/testing';
import { afterAll, test } from 'vitest';
import { checkAll, saveFlows, submit } from './scenario.ts';

const kills = Number(process.env['WINDHOVER_RANDOM_KILLS'] ?? 2);
const seed = Number(process.env['WINDHOVER_SEED'] ?? Date.now() % 1_000_000);
const longestLifeMs = 1_500;

const folder = mkdtempSync(join(tmpdir(), 'windhover-kills-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (): Promise<TestServer> =>
  startServer({
    kind: 'process',
    dataDirectory: folder,
    configuration: { 'kestra.tasks.tmp-dir.path': join(folder, 'tmp') },
  });

test(
  `nothing is lost or doubled over ${kills} kills at random (seed ${seed})`,
  { timeout: 60_000 + kills * 20_000 },
  async () => {
    const random = seeded(seed);
    const acknowledged: string[] = [];
    let server = await start();
    await saveFlows(server);

    for (let count = 0; count < kills; count += 1) {
      const submitted = submit(server);
      // The moment is the point of the test: no condition is waited for.
      await wait(random() * longestLifeMs);
      await server.kill9();
      acknowledged.push(...(await submitted));
      server = await start();
    }

    const seen = await checkAll(server, acknowledged);
    await server.kill9();
    server = await start();
    const again = await checkAll(server, acknowledged);
    for (const [id, state] of seen) {
      if (again.get(id) !== state)
        throw new Error(`Execution '${id}' was changed by a start: ${state} → ${again.get(id)}`);
    }
  },
);

/** Mulberry32: the same seed gives the same numbers from 0 to 1. */
function seeded(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
