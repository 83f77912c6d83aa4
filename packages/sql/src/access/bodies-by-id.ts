import type { Paged, PageRequest, QueryFilter } from '@windhover/model';
import { fromBody } from '../from-body.ts';
import { toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage } from '../search/page.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

/** What a tenant keeps by id and name, each thing whole in the column `body`. */
export interface BodiesById<T> {
  find(id: string): Promise<T | undefined>;
  findAll(ids: readonly string[]): Promise<readonly T[]>;
  list(): Promise<readonly T[]>;
  search(filters: readonly QueryFilter[], page: PageRequest): Promise<Paged<T>>;
}

export interface TableById {
  readonly table: Sql;
  readonly id: Sql;
  readonly filterFields: FilterFields;
}

export function bodiesById<T>(
  { tenant, reads, dialect }: ScopeDeps,
  { table, id, filterFields }: TableById,
): BodiesById<T> {
  const sortFields = { id, name: sql`name` };
  return {
    async find(wanted) {
      const row = await reads.one(sql`select body from ${table} where tenant_id = ${tenant} and ${id} = ${wanted}`);
      return row && fromBody<T>(row);
    },

    async findAll(ids) {
      if (ids.length === 0) return [];
      const rows = await reads.few(
        sql`select body from ${table} where tenant_id = ${tenant} and ${dialect.listed(id, ids)} order by ${id}`,
      );
      return rows.map(fromBody<T>);
    },

    async list() {
      const rows = await reads.list(sql`select body from ${table} where tenant_id = ${tenant} order by ${id}`);
      return rows.map(fromBody<T>);
    },

    search: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: table,
          where: [sql`tenant_id = ${tenant}`, ...toConditions(filters, filterFields, dialect)],
          orderBy: orderOf(page.sort, sortFields, id),
        },
        page,
        fromBody<T>,
      ),
  };
}
