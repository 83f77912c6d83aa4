import type { Store } from '@windhover/ports';
import type { Clock } from '../deps.ts';
import type { Meters } from './meters.ts';

/** The store, whose commits are timed. */
export function meteredStore(store: Store, meters: Meters, clock: Pick<Clock, 'monotonic'>): Store {
  const timed = async <T>(kind: 'engine' | 'write', work: Promise<T>): Promise<T> => {
    const startedAt = clock.monotonic();
    try {
      const result = await work;
      meters.storeCommitted(kind, 'success', clock.monotonic() - startedAt);
      return result;
    } catch (error) {
      meters.storeCommitted(kind, 'failure', clock.monotonic() - startedAt);
      throw error;
    }
  };
  const { shards } = store;
  return {
    ...store,
    write: (operations) => timed('write', store.write(operations)),
    shards: { ...shards, commit: (commit) => timed('engine', shards.commit(commit)) },
  };
}
