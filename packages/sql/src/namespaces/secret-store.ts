import type { Secret } from '@windhover/model';
import type { SecretRecordStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { anyContains, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { changing, step } from '../sql-step.ts';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

const namespace = sql`namespace`;
const name = sql`key`;
const filterFields: FilterFields = {
  q: anyContains([name, namespace]),
  query: anyContains([name, namespace]),
  namespace: textFilter(namespace),
  key: textFilter(name),
};
const sortFields: SortFields = { key: name, id: name, namespace };

export function secretStore({ tenant, reads, dialect, write }: ScopeDeps): SecretRecordStore {
  return {
    async find(ofNamespace, ofKey) {
      const row = await reads.one(
        sql`select body from secrets where tenant_id = ${tenant} and namespace = ${ofNamespace} and key = ${ofKey}`,
      );
      return row && fromBody<Secret>(row);
    },

    async list(ofNamespace) {
      const rows = await reads.list(
        sql`select body from secrets where tenant_id = ${tenant} and namespace = ${ofNamespace} order by key`,
      );
      return rows.map(fromBody<Secret>);
    },

    search: (filters, page, visible) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`secrets`,
          where: [
            sql`tenant_id = ${tenant}`,
            visibleIn(namespace, visible),
            ...toConditions(filters, filterFields, dialect),
          ],
          orderBy: orderOf(page.sort, sortFields, sql`key, namespace`),
        },
        page,
        fromBody<Secret>,
      ),

    put: (secret) =>
      write(
        step(
          sql`insert into secrets(tenant_id, namespace, key, body)
            values (${tenant}, ${secret.namespace}, ${secret.key}, ${JSON.stringify(secret)})
            on conflict(tenant_id, namespace, key) do update set body = excluded.body`,
        ),
      ),

    delete: (ofNamespace, ofKey) =>
      write(
        step(sql`delete from secrets where tenant_id = ${tenant} and namespace = ${ofNamespace} and key = ${ofKey}`),
      ),

    async listDataKeys() {
      const rows = await reads.few(
        sql`select version, wrapped from data_keys where tenant_id = ${tenant} order by version`,
      );
      return rows.map((row) => ({ version: row['version'] as number, wrapped: row['wrapped'] as string }));
    },

    insertDataKey: (version, wrapped) =>
      write(
        changing(
          { thing: 'Data key', id: String(version) },
          sql`insert into data_keys(tenant_id, version, wrapped) values (${tenant}, ${version}, ${wrapped})`,
        ),
      ),

    rewrapDataKey: (version, wrapped) =>
      write(step(sql`update data_keys set wrapped = ${wrapped} where tenant_id = ${tenant} and version = ${version}`)),
  };
}
