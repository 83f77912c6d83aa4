import { asAdmin, startPostgres, type PostgresServer } from '@windhover/store-postgres/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startServer } from './start-server.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());
afterEach(() => vi.unstubAllEnvs());

test('with WINDHOVER_TEST_STORE=postgres a server lives in a database of its own, which goes with it', async () => {
  vi.stubEnv('WINDHOVER_TEST_STORE', 'postgres');
  vi.stubEnv('WINDHOVER_TEST_POSTGRES', postgres.adminUrl('postgres'));
  const [one, other] = await Promise.all([startServer({ tenancy: 'mixed' }), startServer({ tenancy: 'mixed' })]);

  await one.call('POST', '/tenants', { body: { id: 'dev', name: 'Development' } });

  expect((await one.call('GET', '/tenants/dev')).name).toBe('Development');
  expect((await other.request('GET', '/tenants/dev')).status).toBe(404);
  expect(await databases()).toHaveLength(2);
  await Promise.all([one.stop(), other.stop()]);
  expect(await databases()).toEqual([]);
});

test('without an address it is said what is missing', async () => {
  vi.stubEnv('WINDHOVER_TEST_STORE', 'postgres');
  vi.stubEnv('WINDHOVER_TEST_POSTGRES', undefined);

  await expect(startServer()).rejects.toThrow('WINDHOVER_TEST_POSTGRES');
});

async function databases(): Promise<readonly string[]> {
  const rows = await asAdmin(postgres.adminUrl('postgres'), `select datname from pg_database where datname ~ '^test_'`);
  return rows.map(({ datname }) => String(datname));
}
