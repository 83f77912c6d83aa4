import { storeContract, type OpenedStore } from '@windhover/ports/contract-tests';
import { afterAll, beforeAll } from 'vitest';
import { openPostgresStore } from './open-postgres-store.ts';
import { startPostgres, type PostgresServer } from './testing/start-postgres.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

storeContract('postgres store', async (): Promise<OpenedStore> => {
  const url = await server.createDatabase();
  let store = await openPostgresStore({ url, owner: 'test' });
  return {
    store,
    async reopen() {
      await store.close();
      store = await openPostgresStore({ url, owner: 'test' });
      return store;
    },
    async close() {
      await store.close();
    },
  };
});
