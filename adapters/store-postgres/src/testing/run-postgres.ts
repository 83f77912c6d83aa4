/** Set-up of vitest's project `outside-postgres`: one PostgreSQL for all its servers, ended after the last test. */
import { startPostgres } from './start-postgres.ts';

export async function setup(): Promise<() => Promise<void>> {
  const server = await startPostgres();
  process.env['WINDHOVER_TEST_POSTGRES'] = server.adminUrl('postgres');
  return () => server.stop();
}
