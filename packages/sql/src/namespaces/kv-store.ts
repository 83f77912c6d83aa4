import type { KvPair } from '@windhover/model';
import type { KvStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { anyContains, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { changing, step } from '../sql-step.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

const namespace = sql`namespace`;
const name = sql`key`;
const filterFields: FilterFields = {
  q: anyContains([name, namespace]),
  query: anyContains([name, namespace]),
  namespace: textFilter(namespace),
  key: textFilter(name),
};
const sortFields: SortFields = { key: name, id: name, namespace, updateDate: sql`updated_at` };

export function kvStore({ tenant, reads, dialect, write }: ScopeDeps): KvStore {
  const insert = (pair: KvPair): Sql =>
    sql`insert into kv_pairs(tenant_id, namespace, key, updated_at, expires_at, body)
      values (${tenant}, ${pair.namespace}, ${pair.key}, ${pair.updatedAt}, ${pair.expiresAt ?? null},
        ${JSON.stringify(pair)})`;
  return {
    async find(ofNamespace, ofKey) {
      const row = await reads.one(
        sql`select body from kv_pairs where tenant_id = ${tenant} and namespace = ${ofNamespace} and key = ${ofKey}`,
      );
      return row && fromBody<KvPair>(row);
    },

    async list(ofNamespace) {
      const rows = await reads.list(
        sql`select body from kv_pairs where tenant_id = ${tenant} and namespace = ${ofNamespace} order by key`,
      );
      return rows.map(fromBody<KvPair>);
    },

    search: (filters, page, visible) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`kv_pairs`,
          where: [
            sql`tenant_id = ${tenant}`,
            visibleIn(namespace, visible),
            ...toConditions(filters, filterFields, dialect),
          ],
          orderBy: orderOf(page.sort, sortFields, sql`key, namespace`),
        },
        page,
        fromBody<KvPair>,
      ),

    put: (pair) =>
      write(
        step(
          sql`${insert(pair)} on conflict(tenant_id, namespace, key)
            do update set updated_at = excluded.updated_at, expires_at = excluded.expires_at, body = excluded.body`,
        ),
      ),

    insert: (pair) => write(changing({ thing: 'KV pair', id: pair.key }, insert(pair))),

    delete: (ofNamespace, ofKey) =>
      write(
        step(sql`delete from kv_pairs where tenant_id = ${tenant} and namespace = ${ofNamespace} and key = ${ofKey}`),
      ),
  };
}
