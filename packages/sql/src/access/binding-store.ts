import type { Binding } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import { textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { changing, step } from '../sql-step.ts';
import { sql, type Row } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

type BindingStore = Pick<
  AccessStore,
  'findBinding' | 'listBindings' | 'searchBindings' | 'insertBinding' | 'deleteBinding'
>;

const filterFields: FilterFields = {
  type: textFilter(sql`type`),
  id: textFilter(sql`external_id`),
  namespace: textFilter(sql`namespace`),
  roleId: textFilter(sql`role_id`),
};
const sortFields: SortFields = { id: sql`binding_id` };

export function bindingStore({ tenant, reads, dialect, write }: ScopeDeps): BindingStore {
  return {
    async findBinding(id) {
      const row = await reads.one(sql`select * from bindings where tenant_id = ${tenant} and binding_id = ${id}`);
      return row && toBinding(row);
    },

    async listBindings(holder) {
      const rows =
        holder === undefined
          ? await reads.list(sql`select * from bindings where tenant_id = ${tenant} order by binding_id`)
          : await reads.few(
              sql`select * from bindings where tenant_id = ${tenant}
                and external_id = ${holder.externalId} and type = ${holder.type} order by binding_id`,
            );
      return rows.map(toBinding);
    },

    searchBindings: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`*`,
          from: sql`bindings`,
          where: [sql`tenant_id = ${tenant}`, ...toConditions(filters, filterFields, dialect)],
          orderBy: orderOf(page.sort, sortFields, sql`binding_id`),
        },
        page,
        toBinding,
      ),

    insertBinding: ({ id, type, externalId, roleId, namespace }) =>
      write(
        changing(
          { thing: 'Binding', id },
          sql`insert into bindings(tenant_id, binding_id, type, external_id, role_id, namespace)
            values (${tenant}, ${id}, ${type}, ${externalId}, ${roleId}, ${namespace ?? null})`,
        ),
      ),

    deleteBinding: (id) => write(step(sql`delete from bindings where tenant_id = ${tenant} and binding_id = ${id}`)),
  };
}

function toBinding(row: Row): Binding {
  const namespace = row['namespace'] as string | null;
  return {
    id: row['binding_id'] as string,
    type: row['type'] as Binding['type'],
    externalId: row['external_id'] as string,
    roleId: row['role_id'] as string,
    ...(namespace !== null && { namespace }),
  };
}
