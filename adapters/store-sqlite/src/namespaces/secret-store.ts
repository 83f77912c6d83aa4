import type { Secret, TenantKey } from '@windhover/model';
import type { SecretRecordStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import type { Reader } from '../reader.ts';
import { scopeWrites } from '../scope-writes.ts';
import { anyContains, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, step } from '../step.ts';
import type { Row } from '../threads/reader-thread.ts';

const namespace = sql`namespace`;
const name = sql`key`;
const filterFields: FilterFields = {
  q: anyContains([name, namespace]),
  query: anyContains([name, namespace]),
  namespace: textFilter(namespace),
  key: textFilter(name),
};
const sortFields: SortFields = { key: name, id: name, namespace };

export function secretStore(key: TenantKey, points: PointReads, reader: Reader): SecretRecordStore {
  const write = scopeWrites(key);
  return {
    async find(ofNamespace, ofKey) {
      const text = 'select body from secrets where tenant_id = ? and namespace = ? and key = ?';
      const row = points.one(text, key, ofNamespace, ofKey);
      return row && toSecret(row);
    },

    async list(ofNamespace) {
      const text = 'select body from secrets where tenant_id = ? and namespace = ? order by key';
      return (await reader.read({ sql: text, parameters: [key, ofNamespace] })).map(toSecret);
    },

    search: (filters, page, visible) =>
      readPage(
        reader,
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
          'insert or replace into secrets(body, tenant_id, namespace, key) values (?, ?, ?, ?)',
          JSON.stringify(secret),
          key,
          secret.namespace,
          secret.key,
        ),
      ),

    delete: (ofNamespace, ofKey) =>
      write(step('delete from secrets where tenant_id = ? and namespace = ? and key = ?', key, ofNamespace, ofKey)),

    async listDataKeys() {
      const rows = points.few('select version, wrapped from data_keys where tenant_id = ? order by version', key);
      return rows.map((row) => ({ version: row['version'] as number, wrapped: row['wrapped'] as string }));
    },

    insertDataKey: (version, wrapped) =>
      write(
        changing(
          { thing: 'Data key', id: String(version) },
          'insert into data_keys(tenant_id, version, wrapped) values (?, ?, ?)',
          key,
          version,
          wrapped,
        ),
      ),

    rewrapDataKey: (version, wrapped) =>
      write(step('update data_keys set wrapped = ? where tenant_id = ? and version = ?', wrapped, key, version)),
  };
}

function toSecret(row: Row): Secret {
  return JSON.parse(row['body'] as string) as Secret;
}
