import type { KvPair } from '@windhover/model';
import type { KvStore } from '@windhover/ports';
import { changing, step } from '../sql-step.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { keyedBodies } from './keyed-bodies.ts';

export function kvStore(deps: ScopeDeps): KvStore {
  const { tenant, write } = deps;
  const insert = (pair: KvPair): Sql =>
    sql`insert into kv_pairs(tenant_id, namespace, key, updated_at, expires_at, body)
      values (${tenant}, ${pair.namespace}, ${pair.key}, ${pair.updatedAt}, ${pair.expiresAt ?? null},
        ${JSON.stringify(pair)})`;
  return {
    ...keyedBodies<KvPair>(deps, sql`kv_pairs`, { updateDate: sql`updated_at` }),

    put: (pair) =>
      write(
        step(
          sql`${insert(pair)} on conflict(tenant_id, namespace, key)
            do update set updated_at = excluded.updated_at, expires_at = excluded.expires_at, body = excluded.body`,
        ),
      ),

    insert: (pair) => write(changing({ thing: 'KV pair', id: pair.key }, insert(pair))),
  };
}
