/** How much of each kind there is. */
import { tenancyMode } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Caller } from '../access/caller.ts';
import { listMembersOfTenant } from '../access/tenant-access.ts';
import type { Deps } from '../deps.ts';
import { accessibleTenants, findTenantById } from '../tenants/accessible-tenants.ts';

export interface Usage {
  readonly flows: number;
  readonly namespaces: number;
  readonly executions: number;
  readonly groups: number;
  readonly users: number;
  readonly roles: number;
}

export async function countUsage(deps: Pick<Deps, 'store' | 'settings'>, scope: TenantScope): Promise<Usage> {
  const [flows, namespaces, executions, groups, users, roles] = await Promise.all([
    scope.flows.count(),
    scope.flows.listNamespaces(),
    scope.executions.count(),
    scope.access.listGroups(),
    listMembersOfTenant(deps, scope),
    scope.access.listRoles(),
  ]);
  return {
    flows,
    namespaces: namespaces.length,
    executions,
    groups: groups.length,
    users: users.filter(({ type }) => type === 'USER').length,
    roles: roles.length,
  };
}

/**
 * For a superadmin all of the instance, with the number of its tenants; users count once, whatever tenants they are in. For
 * anybody else the tenant that they asked in.
 */
export async function countInstanceUsage(
  deps: Pick<Deps, 'store' | 'settings'>,
  scope: TenantScope,
  { user }: Caller,
): Promise<Usage & { readonly tenants?: number }> {
  if (!user.superAdmin) return countUsage(deps, scope);
  const tenants = await accessibleTenants(deps, user);
  const sum = { flows: 0, namespaces: 0, executions: 0, groups: 0, roles: 0 };
  for (const { key } of tenants) {
    const usage = await countUsage(deps, deps.store.scope(key));
    for (const kind of kindsOfTenants) sum[kind] += usage[kind];
  }
  return { ...sum, users: (await deps.store.identity.listUsers('USER')).length, tenants: tenants.length };
}

const kindsOfTenants = ['flows', 'namespaces', 'executions', 'groups', 'roles'] as const;

/** Whether the tenant that clients without a tenant of their own land in holds flows. */
export async function hasMainTenantFlows(deps: Pick<Deps, 'store' | 'settings'>): Promise<boolean> {
  const explicit = tenancyMode(deps.settings.tenancy) === 'explicit';
  const main = await findTenantById(deps, 'main');
  const keys = [...(explicit ? [] : [deps.store.tenantKeys.default.key]), ...(main === undefined ? [] : [main.key])];
  const counts = await Promise.all(keys.map((key) => deps.store.scope(key).flows.count()));
  return counts.some((count) => count > 0);
}
