import type { KvPair } from '@windhover/model';
import type { KvStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { timeFilter } from '../search/filters.ts';
import { changing, step } from '../sql-step.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { keyedBodies } from './keyed-bodies.ts';

export function kvStore(deps: ScopeDeps): KvStore {
  const { tenant, reads, dialect, write } = deps;
  const body = dialect.json(sql`body`);
  const createdAt = sql`cast(${body} ->> 'createdAt' as bigint)`;
  const updatedAt = sql`updated_at`;
  // What has no end ends after all that has one
  const expiresAt = sql`coalesce(expires_at, 9007199254740991)`;
  const insert = (pair: KvPair): Sql =>
    sql`insert into kv_pairs(tenant_id, namespace, key, updated_at, expires_at, body)
      values (${tenant}, ${pair.namespace}, ${pair.key}, ${pair.updatedAt}, ${pair.expiresAt ?? null},
        ${JSON.stringify(pair)})`;
  const ofKey = (namespace: string, key: string): Sql =>
    sql`tenant_id = ${tenant} and namespace = ${namespace} and key = ${key}`;
  return {
    ...keyedBodies<KvPair>(deps, sql`kv_pairs`, {
      filters: {
        created: timeFilter(createdAt),
        updated: timeFilter(updatedAt),
        expirationDate: timeFilter(expiresAt),
      },
      sort: {
        creationDate: createdAt,
        updateDate: updatedAt,
        expirationDate: expiresAt,
        description: sql`coalesce(${body} ->> 'description', '')`,
      },
    }),

    put: (pair) =>
      write(
        step(
          sql`${insert(pair)} on conflict(tenant_id, namespace, key)
            do update set updated_at = excluded.updated_at, expires_at = excluded.expires_at, body = excluded.body`,
        ),
      ),

    insert: (pair) => write(changing({ thing: 'KV pair', id: pair.key }, insert(pair))),

    delete: (namespace, key) =>
      write(
        step(sql`delete from kv_pairs where ${ofKey(namespace, key)}`),
        step(sql`delete from kv_revisions where ${ofKey(namespace, key)}`),
      ),

    async findEarlier(namespace, key, revision) {
      const row = await reads.one(
        sql`select body from kv_revisions where ${ofKey(namespace, key)} and revision = ${revision}`,
      );
      return row && fromBody<KvPair>(row);
    },

    async listEarlier(namespace, key) {
      const rows = await reads.few(sql`select body from kv_revisions where ${ofKey(namespace, key)} order by revision`);
      return rows.map(fromBody<KvPair>);
    },

    keepEarlier: (pair) =>
      write(
        changing(
          { thing: 'KV revision', id: pair.key },
          sql`insert into kv_revisions(tenant_id, namespace, key, revision, body)
            values (${tenant}, ${pair.namespace}, ${pair.key}, ${pair.revision}, ${JSON.stringify(pair)})`,
        ),
      ),

    deleteEarlier: (namespace, key, revision) =>
      write(step(sql`delete from kv_revisions where ${ofKey(namespace, key)} and revision = ${revision}`)),

    deleteEarlierUpTo: (namespace, key, revision) =>
      write(step(sql`delete from kv_revisions where ${ofKey(namespace, key)} and revision <= ${revision}`)),
  };
}
