import { storeContract, type OpenedStore } from '@windhover/ports/contract-tests';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from './open-sqlite-store.ts';

storeContract('sqlite store', async (options): Promise<OpenedStore> => {
  const folder = await mkdtemp(join(tmpdir(), 'windhover-store-'));
  const path = join(folder, 'database.db');
  let store = await openSqliteStore({ path, owner: 'test', ...options });
  return {
    store,
    async reopen() {
      await store.close();
      store = await openSqliteStore({ path, owner: 'test', ...options });
      return store;
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});
