import { routes } from '@windhover/contract';
import type { TenantRef, User } from '@windhover/model';
import {
  displayName,
  expandPermissions,
  grantAccess,
  grantAccessByEmail,
  groupsOfUser,
  listMembersOfTenant,
  revokeAccess,
  rolesOfUser,
  searchUsersInMemory,
  type Caller,
  type Deps,
  type EnteredTenant,
} from '@windhover/services';
import { route } from '../handler.ts';
import { authMethods, superAdminFlags } from './to-user-json.ts';

const { tenantAccess } = routes;
const suggestions = 50;
type Scope = EnteredTenant['scope'];

async function groupsOf(scope: Scope, userId: string) {
  const found = await groupsOfUser(scope, userId);
  return found.map(({ group: { id, name, external = false }, membership }) => ({ id, name, external, membership }));
}

async function userJson(scope: Scope, user: User) {
  return {
    id: user.id,
    userId: user.id,
    username: user.username,
    displayName: displayName(user),
    type: user.type === 'USER' ? ('STANDARD' as const) : user.type,
    description: user.description,
    groups: (await groupsOf(scope, user.id)).map(({ id, name, external }) => ({ id, name, external })),
    auths: authMethods(user),
    ...superAdminFlags(user),
  };
}

async function accessJson(deps: Deps, scope: Scope, tenant: TenantRef, caller: Caller, userId: string) {
  const { user, roles } = await rolesOfUser(deps, scope, caller, userId);
  return {
    ...(tenant.id === undefined ? {} : { tenantId: tenant.id }),
    userId,
    username: user.username,
    displayName: displayName(user),
    ...superAdminFlags(user),
    groups: await groupsOf(scope, userId),
    roles: roles.map(({ role, namespace, origin, sourceId }) => ({
      id: role.id,
      name: role.name,
      ...(namespace === undefined ? {} : { namespace }),
      origin,
      sourceId,
      permissions: byResource(expandPermissions(role.permissions)),
    })),
  };
}

function byResource(permissions: ReadonlySet<string>) {
  const resources = Map.groupBy(permissions, (permission) => permission.slice(0, permission.indexOf(':')));
  return [...resources].map(([resource, granted]) => ({
    resource,
    actions: granted.map((permission) => permission.slice(resource.length + 1)),
  }));
}

export const tenantAccessHandlers = [
  route(tenantAccess.list, async ({ deps, scope, query }) => {
    const { results, total } = searchUsersInMemory(await listMembersOfTenant(deps, scope), query);
    return { results: await Promise.all(results.map((user) => userJson(scope, user))), total };
  }),
  route(tenantAccess.autocomplete, async ({ deps, scope, body }) => {
    const members = await listMembersOfTenant(deps, scope);
    const named = members.filter(({ id }) => body.ids?.includes(id) === true);
    const texts = [body.q, body.username].filter((text) => typeof text === 'string' && text !== '');
    const filters = texts.map((value) => ({ field: 'q', operation: 'CONTAINS', value: value! }) as const);
    const { results } = searchUsersInMemory(members, { filters, page: { page: 1, size: suggestions, sort: [] } });
    const others = results.filter((user) => !named.includes(user));
    return Promise.all([...named, ...others].map((user) => userJson(scope, user)));
  }),
  route(tenantAccess.grantByEmail, ({ deps, scope, tenant, caller, body }) =>
    grantAccessByEmail(deps, scope, tenant, caller, body.email),
  ),
  route(tenantAccess.get, ({ deps, scope, tenant, caller, params }) =>
    accessJson(deps, scope, tenant, caller, params.userId),
  ),
  route(tenantAccess.grant, async ({ deps, scope, tenant, caller, params }) => {
    await grantAccess(deps, scope, tenant, caller, params.userId);
    return accessJson(deps, scope, tenant, caller, params.userId);
  }),
  route(tenantAccess.revoke, ({ deps, scope, caller, params }) => revokeAccess(deps, scope, caller, params.userId)),
];
