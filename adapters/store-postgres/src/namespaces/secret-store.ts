import type { Secret, TenantKey } from '@windhover/model';
import type { SecretRecordStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { scopeWrites } from '../scope-writes.ts';
import { anyContains, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, step } from '../step.ts';
import type { Row } from '../connection/statement.ts';

const namespace = sql`namespace`;
const name = sql`key`;
const filterFields: FilterFields = {
  q: anyContains([name, namespace]),
  query: anyContains([name, namespace]),
  namespace: textFilter(namespace),
  key: textFilter(name),
};
const sortFields: SortFields = { key: name, id: name, namespace };

export function secretStore(key: TenantKey, reads: Reads): SecretRecordStore {
  const write = scopeWrites(key);
  return {
    async find(ofNamespace, ofKey) {
      const text = 'select body from secrets where tenant_id = $1 and namespace = $2 and key = $3';
      const row = await reads.one(text, key, ofNamespace, ofKey);
      return row && toSecret(row);
    },

    async list(ofNamespace) {
      const text = 'select body from secrets where tenant_id = $1 and namespace = $2 order by key';
      return (await reads.list(text, key, ofNamespace)).map(toSecret);
    },

    search: (filters, page, visible) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`secrets`,
          where: [sql`tenant_id = ${key}`, visibleIn(namespace, visible), ...toConditions(filters, filterFields)],
          orderBy: orderOf(page.sort, sortFields, sql`key, namespace`),
        },
        page,
        toSecret,
      ),

    put: (secret) =>
      write(
        step(
          `insert into secrets(body, tenant_id, namespace, key) values ($1, $2, $3, $4)
           on conflict(tenant_id, namespace, key) do update set body = excluded.body`,
          JSON.stringify(secret),
          key,
          secret.namespace,
          secret.key,
        ),
      ),

    delete: (ofNamespace, ofKey) =>
      write(step('delete from secrets where tenant_id = $1 and namespace = $2 and key = $3', key, ofNamespace, ofKey)),

    async listDataKeys() {
      const rows = await reads.list(
        'select version, wrapped from data_keys where tenant_id = $1 order by version',
        key,
      );
      return rows.map((row) => ({ version: row['version'] as number, wrapped: row['wrapped'] as string }));
    },

    insertDataKey: (version, wrapped) =>
      write(
        changing(
          { thing: 'Data key', id: String(version) },
          'insert into data_keys(tenant_id, version, wrapped) values ($1, $2, $3)',
          key,
          version,
          wrapped,
        ),
      ),

    rewrapDataKey: (version, wrapped) =>
      write(step('update data_keys set wrapped = $1 where tenant_id = $2 and version = $3', wrapped, key, version)),
  };
}

function toSecret(row: Row): Secret {
  return JSON.parse(row['body'] as string) as Secret;
}
