/**
 * Three servers on one database while executions are submitted to all of them: servers are killed, paused for longer than
 * they may be silent and cut off, the database is killed. `WINDHOVER_CLUSTER_ROUNDS` says how often (default 1).
 */
import { setTimeout as wait } from 'node:timers/promises';
import { eventually, type TestServer } from '@windhover/testing';
import { asAdmin } from '@windhover/store-postgres/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAll, saveFlows, submit } from '../crash/scenario.ts';
import { sharedCluster, takeOverAfterMs } from './several-servers.ts';

const rounds = Number(process.env['WINDHOVER_CLUSTER_ROUNDS'] ?? 1);
const cluster = sharedCluster();
let servers: TestServer[] = [];
const acknowledged: string[] = [];

beforeAll(async () => {
  const first = await cluster().start();
  await saveFlows(first);
  servers = [first, ...(await Promise.all([cluster().start(), cluster().start()]))];
  await eventually(sharesAreEven, { timeoutMs: 30_000 });
}, 60_000);
afterAll(() => Promise.all(servers.map((server) => server.stop())));

async function sharesAreEven(): Promise<void> {
  expect(await cluster().shares()).toEqual([22, 22, 20]);
}

/** What happens to the servers while all three are submitted to; the moment is the point, no condition is waited for. */
async function underLoad(disturb: () => Promise<void>): Promise<void> {
  const submitted = servers.map((server) => submit(server));
  await wait(300);
  await disturb();
  for (const ids of await Promise.all(submitted)) acknowledged.push(...ids);
}

test(
  `nothing is lost or doubled while servers are killed, paused and cut off, and the database is killed`,
  async () => {
    for (let round = 0; round < rounds; round += 1) {
      // A server is killed, and another one joins
      await underLoad(async () => {
        await servers.shift()!.kill9();
        servers.push(await cluster().start());
      });
      // A server is paused for longer than it may be silent
      await underLoad(async () => {
        servers[0]!.signal('SIGSTOP');
        await wait(takeOverAfterMs + 1_500);
        servers[0]!.signal('SIGCONT');
      });
      await underLoad(async () => {
        await asAdmin(
          cluster().postgres.adminUrl('postgres'),
          `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'windhover'`,
        );
      });
      await underLoad(async () => {
        await cluster().postgres.halt('kill');
        await cluster().postgres.start();
      });
    }

    expect(acknowledged.length).toBeGreaterThan(0);
    const [one, two] = servers;
    const seen = await checkAll(one!, acknowledged);
    const again = await checkAll(two!, acknowledged);
    for (const [id, state] of seen) expect(again.get(id), id).toBe(state);
    await eventually(sharesAreEven, { timeoutMs: 20_000 });
  },
  60_000 + rounds * 30_000,
);
