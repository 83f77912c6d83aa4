import type { Role } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import { anyContains, textFilter, type FilterFields } from '../search/filters.ts';
import { changing, step } from '../sql-step.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { bodiesById } from './bodies-by-id.ts';

type RoleStore = Pick<
  AccessStore,
  'findRole' | 'findRoles' | 'listRoles' | 'searchRoles' | 'insertRole' | 'putRole' | 'deleteRole'
>;

const roleId = sql`role_id`;
const name = sql`name`;
const filterFields: FilterFields = {
  q: anyContains([roleId, name]),
  query: anyContains([roleId, name]),
  id: textFilter(roleId),
  name: textFilter(name),
};

export function roleStore(deps: ScopeDeps): RoleStore {
  const { tenant, write } = deps;
  const roles = bodiesById<Role>(deps, { table: sql`roles`, id: roleId, filterFields });
  const insert = (role: Role): Sql =>
    sql`insert into roles(tenant_id, role_id, name, body)
      values (${tenant}, ${role.id}, ${role.name}, ${JSON.stringify(role)})`;
  return {
    findRole: roles.find,
    findRoles: roles.findAll,
    listRoles: roles.list,
    searchRoles: roles.search,

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
