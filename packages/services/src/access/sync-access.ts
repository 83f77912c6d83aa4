/** Once multi-tenancy was switched on in an instance that has data: earlier users get their place. */
import { NothingToSynchronize, tenancyMode, type TenantRef } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { findTenantById } from '../tenants/accessible-tenants.ts';
import { accessWrite } from './admin-writes.ts';
import { announce } from './instance-change.ts';

export type SyncResult =
  | { readonly kind: 'disabled' }
  | {
      readonly kind: 'done';
      readonly users: number;
      readonly groups: number;
      readonly roles: number;
      readonly bindings: number;
    };

/**
 * Every user and service account of the instance gets access to the default tenant, or to the fallback tenant when one is
 * set. Groups, roles and bindings made before belong to the default tenant already, since that is where single mode keeps
 * them, so their counts are zero. Removes nothing, touches no flag, changes nothing the second time. Throws
 * `NothingToSynchronize` when there is no tenant to synchronise with.
 */
export async function syncAccess(deps: Deps): Promise<SyncResult> {
  const { tenancy } = deps.settings;
  if (!tenancy.enabled) return { kind: 'disabled' };
  const tenant = await targetTenant(deps);
  const scope = deps.store.scope(tenant.key);
  const known = new Set((await scope.access.listAccess()).map(({ userId }) => userId));
  const users = await deps.store.identity.listUsers();
  // Accounts that belong to one tenant are at home there
  const missing = users.filter(
    ({ id, tenantKey }) => !known.has(id) && (tenantKey === undefined || tenantKey === tenant.key),
  );
  await deps.store.write(missing.flatMap(({ id }) => accessWrite(deps, scope, id, 'DIRECT')));
  announce(deps, { kind: 'access', tenantKey: tenant.key });
  return { kind: 'done', users: missing.length, groups: 0, roles: 0, bindings: 0 };
}

async function targetTenant(deps: Deps): Promise<TenantRef> {
  const { tenancy } = deps.settings;
  if (tenancy.fallbackTenant === undefined && tenancyMode(tenancy) !== 'explicit') return deps.store.tenantKeys.default;
  const tenant = tenancy.fallbackTenant === undefined ? undefined : await findTenantById(deps, tenancy.fallbackTenant);
  if (tenant === undefined) throw new NothingToSynchronize({});
  return tenant;
}
