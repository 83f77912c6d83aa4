import type { Paged, PageRequest, QueryFilter, VisibleNamespaces } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { anyContains, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { step } from '../sql-step.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

/** What namespaces keep by key, each thing whole in the column `body`. */
export interface KeyedBodies<T> {
  find(namespace: string, key: string): Promise<T | undefined>;
  list(namespace: string): Promise<readonly T[]>;
  search(filters: readonly QueryFilter[], page: PageRequest, visible: VisibleNamespaces): Promise<Paged<T>>;
  count(): Promise<number>;
  delete(namespace: string, key: string): WriteOp;
}

const namespace = sql`namespace`;
const name = sql`key`;
const filterFields: FilterFields = {
  q: anyContains([name, namespace]),
  query: anyContains([name, namespace]),
  namespace: textFilter(namespace),
  key: textFilter(name),
};

/** Bodies of the table, which are found and sorted by namespace, key, and by what `more` names besides. */
export function keyedBodies<T>(
  { tenant, reads, dialect, write }: ScopeDeps,
  table: Sql,
  more: { readonly filters?: FilterFields; readonly sort?: SortFields } = {},
): KeyedBodies<T> {
  const filters = { ...filterFields, ...more.filters };
  const sortFields = { key: name, id: name, namespace, ...more.sort };
  return {
    async find(ofNamespace, key) {
      const row = await reads.one(
        sql`select body from ${table} where tenant_id = ${tenant} and namespace = ${ofNamespace} and key = ${key}`,
      );
      return row && fromBody<T>(row);
    },

    async list(ofNamespace) {
      const rows = await reads.list(
        sql`select body from ${table} where tenant_id = ${tenant} and namespace = ${ofNamespace} order by key`,
      );
      return rows.map(fromBody<T>);
    },

    async count() {
      const row = await reads.one(sql`select count(*) as total from ${table} where tenant_id = ${tenant}`);
      return row!['total'] as number;
    },

    search: (asked, page, visible) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: table,
          where: [sql`tenant_id = ${tenant}`, visibleIn(namespace, visible), ...toConditions(asked, filters, dialect)],
          orderBy: orderOf(page.sort, sortFields, sql`key, namespace`),
        },
        page,
        fromBody<T>,
      ),

    delete: (ofNamespace, key) =>
      write(
        step(sql`delete from ${table} where tenant_id = ${tenant} and namespace = ${ofNamespace} and key = ${key}`),
      ),
  };
}
