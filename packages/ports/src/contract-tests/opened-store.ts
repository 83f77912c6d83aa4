/** What a store suite is given, and the small things its tests are made of. */
import { timeOrderedId, type TenantKey } from '@windhover/model';
import { noRows, type EngineRows, type ShardOwnership, type Store, type TenantScope } from '../index.ts';

/** A store with nothing in it. `reopen` closes it and opens the same data again. */
export interface OpenedStore {
  readonly store: Store;
  reopen(): Promise<Store>;
  close(): Promise<void>;
}

export type OpenStore = (options?: {
  /** Key of the chain of audit logs. */
  readonly auditKey?: () => Uint8Array;
  /** How many rows a search looks through that no index answers. */
  readonly searchReach?: number;
}) => Promise<OpenedStore>;

/** Some instant; tests count from it. */
export const start = Date.UTC(2025, 0, 31);

/** A word that no other test uses. */
export function unique(prefix: string): string {
  return `${prefix}${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`;
}

/** A tenant of its own for each test. */
export function aScope(store: Store): TenantScope {
  return store.scope(unique('t') as TenantKey);
}

/** An id as executions have: time-ordered by `at`, then by `ordinal`. */
export function anId(at = start, ordinal = 0): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  random[0] = (ordinal >> 8) & 0x0f;
  random[1] = ordinal & 0xff;
  return timeOrderedId(at, random);
}

/** The owner of the store's first shard: commits rows and keeps count, as an executor does. */
export interface ShardOwner {
  readonly owned: ShardOwnership;
  commit(rows: Partial<EngineRows>): Promise<'committed' | 'fenced'>;
}

export async function takeShard(store: Store, owner = 'owner'): Promise<ShardOwner> {
  let owned = (await store.shards.take(store.shards.shards.slice(0, 1), owner))[0]!;
  return {
    get owned() {
      return owned;
    },
    async commit(rows) {
      const outcome = await store.shards.commit({ owned: [owned], rows: { ...noRows, ...rows } });
      if (outcome === 'committed') owned = { ...owned, seq: owned.seq + 1 };
      return outcome;
    },
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
