import type { KvPair, TenantKey } from '@windhover/model';
import type { KvStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { scopeWrites } from '../scope-writes.ts';
import { anyContains, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, step } from '../step.ts';
import type { Row, SqlValue } from '../connection/statement.ts';

const namespace = sql`namespace`;
const name = sql`key`;
const filterFields: FilterFields = {
  q: anyContains([name, namespace]),
  query: anyContains([name, namespace]),
  namespace: textFilter(namespace),
  key: textFilter(name),
};
const sortFields: SortFields = { key: name, id: name, namespace, updateDate: sql`updated_at` };
const insert =
  'insert into kv_pairs(updated_at, expires_at, body, tenant_id, namespace, key) values ($1, $2, $3, $4, $5, $6)';
const replacing = `on conflict(tenant_id, namespace, key)
  do update set updated_at = excluded.updated_at, expires_at = excluded.expires_at, body = excluded.body`;

export function kvStore(key: TenantKey, reads: Reads): KvStore {
  const write = scopeWrites(key);
  const valuesOf = (pair: KvPair): readonly SqlValue[] => [
    pair.updatedAt,
    pair.expiresAt ?? null,
    JSON.stringify(pair),
    key,
    pair.namespace,
    pair.key,
  ];
  return {
    async find(ofNamespace, ofKey) {
      const text = 'select body from kv_pairs where tenant_id = $1 and namespace = $2 and key = $3';
      const row = await reads.one(text, key, ofNamespace, ofKey);
      return row && toPair(row);
    },

    async list(ofNamespace) {
      const text = 'select body from kv_pairs where tenant_id = $1 and namespace = $2 order by key';
      return (await reads.list(text, key, ofNamespace)).map(toPair);
    },

    search: (filters, page, visible) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`kv_pairs`,
          where: [sql`tenant_id = ${key}`, visibleIn(namespace, visible), ...toConditions(filters, filterFields)],
          orderBy: orderOf(page.sort, sortFields, sql`key, namespace`),
        },
        page,
        toPair,
      ),

    put: (pair) => write(step(`${insert} ${replacing}`, ...valuesOf(pair))),

    insert: (pair) => write(changing({ thing: 'KV pair', id: pair.key }, insert, ...valuesOf(pair))),

    delete: (ofNamespace, ofKey) =>
      write(step('delete from kv_pairs where tenant_id = $1 and namespace = $2 and key = $3', key, ofNamespace, ofKey)),
  };
}

function toPair(row: Row): KvPair {
  return JSON.parse(row['body'] as string) as KvPair;
}
