import type { Role } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { anyContains, textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { changing, step } from '../sql-step.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

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

export function roleStore({ tenant, reads, dialect, write }: ScopeDeps): RoleStore {
  const insert = (role: Role): Sql =>
    sql`insert into roles(tenant_id, role_id, name, body)
      values (${tenant}, ${role.id}, ${role.name}, ${JSON.stringify(role)})`;
  return {
    async findRole(id) {
      const row = await reads.one(sql`select body from roles where tenant_id = ${tenant} and role_id = ${id}`);
      return row && fromBody<Role>(row);
    },

    async listRoles() {
      const rows = await reads.list(sql`select body from roles where tenant_id = ${tenant} order by role_id`);
      return rows.map(fromBody<Role>);
    },

    searchRoles: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`roles`,
          where: [sql`tenant_id = ${tenant}`, ...toConditions(filters, filterFields, dialect)],
          orderBy: orderOf(page.sort, sortFields, roleId),
        },
        page,
        fromBody<Role>,
      ),

    insertRole: (role) => write(changing({ thing: 'Role', id: role.id }, insert(role))),

    putRole: (role) =>
      write(
        step(
          sql`${insert(role)} on conflict(tenant_id, role_id) do update set name = excluded.name, body = excluded.body`,
        ),
      ),

    deleteRole: (id) =>
      write(
        changing({ thing: 'Role', id }, sql`delete from roles where tenant_id = ${tenant} and role_id = ${id}`),
        step(sql`delete from bindings where tenant_id = ${tenant} and role_id = ${id}`),
      ),
  };
}
