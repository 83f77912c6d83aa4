/** The server of a test file: started before its first test, stopped after its last. */
import { afterAll, beforeAll } from 'vitest';
import { startPostgres, type PostgresServer } from './start-postgres.ts';

/** The returned function gives the server within tests. */
export function sharedPostgres(): () => PostgresServer {
  let server: PostgresServer | undefined;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server?.stop());
  return () => server!;
}
