import type { Binding } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import { scopeWrites } from '../scope-writes.ts';
import { textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, step } from '../step.ts';
import type { Row } from '../connection/statement.ts';
import type { AccessStoreDeps } from './access-store.ts';

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

export function bindingStore({ key, reads }: AccessStoreDeps): BindingStore {
  const write = scopeWrites(key);
  return {
    async findBinding(id) {
      const row = await reads.one('select * from bindings where tenant_id = $1 and binding_id = $2', key, id);
      return row && toBinding(row);
    },

    async listBindings(externalId) {
      if (externalId !== undefined) {
        const ofOne = 'select * from bindings where tenant_id = $1 and external_id = $2 order by binding_id';
        return (await reads.list(ofOne, key, externalId)).map(toBinding);
      }
      const all = 'select * from bindings where tenant_id = $1 order by binding_id';
      return (await reads.list(all, key)).map(toBinding);
    },

    searchBindings: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`*`,
          from: sql`bindings`,
          where: [sql`tenant_id = ${key}`, ...toConditions(filters, filterFields)],
          orderBy: orderOf(page.sort, sortFields, sql`binding_id`),
        },
        page,
        toBinding,
      ),

    insertBinding: (binding) =>
      write(
        changing(
          { thing: 'Binding', id: binding.id },
          `insert into bindings(tenant_id, binding_id, type, external_id, role_id, namespace) values ($1, $2, $3, $4, $5, $6)`,
          key,
          binding.id,
          binding.type,
          binding.externalId,
          binding.roleId,
          binding.namespace ?? null,
        ),
      ),

    deleteBinding: (id) => write(step('delete from bindings where tenant_id = $1 and binding_id = $2', key, id)),
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
