/**
 * PostgreSQL and the server are killed in turn while executions are submitted; the server outlives the database without a
 * start of its own. On the embedded store there is no such pair, so that this runs on PostgreSQL alone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startPostgres } from '@windhover/store-postgres/testing';
import { startServer, type TestServer } from '@windhover/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { checkAll, saveFlows, submit } from './scenario.ts';

const rounds = Number(process.env['WINDHOVER_RANDOM_KILLS'] ?? 2);
const isOnPostgres = process.env['WINDHOVER_TEST_STORE'] === 'postgres';

test.runIf(isOnPostgres)(
  'nothing is lost or doubled when database and server are killed in turn under load',
  { timeout: 120_000 + rounds * 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'windhover-database-kills-'));
    const postgres = await startPostgres();
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    vi.stubEnv('WINDHOVER_TEST_POSTGRES', postgres.adminUrl('postgres'));
    const start = (): Promise<TestServer> =>
      startServer({
        kind: 'process',
        dataDirectory: folder,
        configuration: { 'kestra.tasks.tmp-dir.path': join(folder, 'tmp') },
      });
    const acknowledged: string[] = [];
    let server = await start();
    await saveFlows(server);

    for (let round = 0; round < rounds; round += 1) {
      const whileDatabaseDies = submit(server);
      // The moment is the point of the test: no condition is waited for.
      await wait(Math.random() * 1_000);
      await postgres.halt('kill');
      await postgres.start();
      acknowledged.push(...(await whileDatabaseDies));

      const whileServerDies = submit(server);
      await wait(Math.random() * 1_000);
      await server.kill9();
      acknowledged.push(...(await whileServerDies));
      server = await start();
    }
    const last = submit(server);
    await postgres.halt('kill');
    await postgres.start();
    acknowledged.push(...(await last));

    const seen = await checkAll(server, acknowledged);
    await server.kill9();
    server = await start();
    const again = await checkAll(server, acknowledged);
    for (const [id, state] of seen) expect(again.get(id)).toBe(state);
    expect(acknowledged.length).toBeGreaterThan(0);
    await server.kill9();
  },
);
