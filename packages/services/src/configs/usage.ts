/** How much of each kind there is. */
import { defaultTenantKey, tenancyMode } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { listMembersOfTenant } from '../access/tenant-access.ts';
import type { Deps } from '../deps.ts';
import { findTenantById } from '../tenants/accessible-tenants.ts';

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

/** Whether the tenant that clients without a tenant of their own land in holds flows. */
export async function hasMainTenantFlows(deps: Pick<Deps, 'store' | 'settings'>): Promise<boolean> {
  const explicit = tenancyMode(deps.settings.tenancy) === 'explicit';
  const main = await findTenantById(deps, 'main');
  const keys = [...(explicit ? [] : [defaultTenantKey]), ...(main === undefined ? [] : [main.key])];
  const counts = await Promise.all(keys.map((key) => deps.store.scope(key).flows.count()));
  return counts.some((count) => count > 0);
}
