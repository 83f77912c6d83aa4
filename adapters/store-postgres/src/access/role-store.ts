import type { Role } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import { scopeWrites } from '../scope-writes.ts';
import { anyContains, textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, step } from '../step.ts';
import type { Row } from '../connection/statement.ts';
import type { AccessStoreDeps } from './access-store.ts';

type RoleStore = Pick<AccessStore, 'findRole' | 'listRoles' | 'searchRoles' | 'insertRole' | 'putRole' | 'deleteRole'>;

const roleId = sql`role_id`;
const name = sql`name`;
const filterFields: FilterFields = {
  q: anyContains([roleId, name]),
  query: anyContains([roleId, name]),
  id: textFilter(roleId),
  name: textFilter(name),
};
const sortFields: SortFields = { id: roleId, name };

export function roleStore({ key, reads }: AccessStoreDeps): RoleStore {
  const write = scopeWrites(key);
  const insert = 'insert into roles(tenant_id, role_id, name, body) values ($1, $2, $3, $4)';
  return {
    async findRole(id) {
      const row = await reads.one('select body from roles where tenant_id = $1 and role_id = $2', key, id);
      return row && toRole(row);
    },

    async listRoles() {
      const text = 'select body from roles where tenant_id = $1 order by role_id';
      return (await reads.list(text, key)).map(toRole);
    },

    searchRoles: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`roles`,
          where: [sql`tenant_id = ${key}`, ...toConditions(filters, filterFields)],
          orderBy: orderOf(page.sort, sortFields, roleId),
        },
        page,
        toRole,
      ),

    insertRole: (role) =>
      write(changing({ thing: 'Role', id: role.id }, insert, key, role.id, role.name, JSON.stringify(role))),

    putRole: (role) =>
      write(
        step(
          `${insert} on conflict(tenant_id, role_id) do update set name = excluded.name, body = excluded.body`,
          key,
          role.id,
          role.name,
          JSON.stringify(role),
        ),
      ),

    deleteRole: (id) =>
      write(
        changing({ thing: 'Role', id }, 'delete from roles where tenant_id = $1 and role_id = $2', key, id),
        step('delete from bindings where tenant_id = $1 and role_id = $2', key, id),
      ),
  };
}

function toRole(row: Row): Role {
  return JSON.parse(row['body'] as string) as Role;
}
