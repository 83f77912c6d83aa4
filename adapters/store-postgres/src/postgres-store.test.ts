import { storeContract, type OpenedStore } from '@windhover/ports/contract-tests';
import { openPostgresStore } from './open-postgres-store.ts';
import { sharedPostgres } from './testing/shared-postgres.ts';

const server = sharedPostgres();

storeContract('postgres store', async (options): Promise<OpenedStore> => {
  const url = await server().createDatabase();
  let store = await openPostgresStore({ ...options, url, owner: 'test' });
  return {
    store,
    async reopen() {
      await store.close();
      store = await openPostgresStore({ ...options, url, owner: 'test' });
      return store;
    },
    close: () => store.close(),
  };
});
