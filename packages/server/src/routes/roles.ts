import { routes } from '@windhover/contract';
import type { Role } from '@windhover/model';
import { createRole, deleteRole, getRole, updateRole } from '@windhover/services';
import { route } from '../handler.ts';
import { permissionsJson } from './acls.ts';
import { given } from './given.ts';

const { roles } = routes;
const suggestions = 50;

function roleJson({ id, name, description, permissions, isDefault, isManaged }: Role) {
  return { id, name, description, permissions: permissionsJson(permissions), isDefault, isManaged };
}

function summaryJson({ id, name, permissions, isDefault, isManaged }: Role) {
  return { id, name, isDefault, isManaged, permissionCount: Object.keys(permissions).length };
}

export const roleHandlers = [
  route(roles.create, async ({ deps, scope, caller, body }) =>
    roleJson(await createRole(deps, scope, caller, given(body))),
  ),
  route(roles.search, async ({ scope, query }) => {
    const { results, total } = await scope.access.searchRoles(query.filters, query.page);
    return { results: results.map(summaryJson), total };
  }),
  route(roles.autocomplete, async ({ scope, body }) => {
    const wanted = (body.q ?? '').toLowerCase();
    const isWanted = ({ id, name }: Role): boolean =>
      id.toLowerCase().startsWith(wanted) || name.toLowerCase().startsWith(wanted);
    const found = await scope.access.listRoles();
    const named = found.filter(({ id }) => body.ids?.includes(id) === true);
    const others = found.filter((role) => !named.includes(role) && isWanted(role));
    return [...named, ...others.slice(0, suggestions)].map(summaryJson);
  }),
  route(roles.listByIds, async ({ scope, body }) => {
    return (await scope.access.findRoles(body.ids)).map((role) => ({ ...roleJson(role), deleted: false as const }));
  }),
  route(roles.get, async ({ scope, params }) => roleJson(await getRole(scope, params.id))),
  route(roles.update, async ({ deps, scope, caller, params, body }) =>
    roleJson(await updateRole(deps, scope, caller, params.id, given(body))),
  ),
  route(roles.delete, ({ deps, scope, caller, params }) => deleteRole(deps, scope, caller, params.id)),
];
