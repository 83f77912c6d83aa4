import { tenancyMode, type Tenant, type TenantRef, type User } from '@windhover/model';
import type { Deps } from '../deps.ts';

/** Tenants that the user may enter, the default tenant first, then by name: superadmins all, others those they have access to. */
export async function accessibleTenants(
  deps: Pick<Deps, 'store' | 'settings'>,
  user: User,
): Promise<readonly TenantRef[]> {
  const standard = deps.store.tenantKeys.default;
  const mode = tenancyMode(deps.settings.tenancy);
  if (mode === 'single') return [standard];
  const keys = user.superAdmin ? undefined : new Set(await deps.store.access.tenantsOf(user.id));
  const explicit = (await openTenants(deps)).filter(({ key }) => keys?.has(key) ?? true);
  const withDefault = mode === 'mixed' && (keys?.has(standard.key) ?? true);
  return [...(withDefault ? [standard] : []), ...explicit];
}

/** Tenants that exist for callers, by name. */
async function openTenants(deps: Pick<Deps, 'store'>): Promise<readonly Tenant[]> {
  const tenants = await deps.store.tenants.list();
  return tenants
    .filter(({ status }) => status !== 'DELETING')
    .toSorted((one, other) => (one.name || one.id).localeCompare(other.name || other.id));
}

/**
 * The tenant that an id in a body or option names; `main` is the default tenant while there is no tenant of that name.
 * Undefined when there is none.
 */
export async function findTenantById(
  deps: Pick<Deps, 'store' | 'settings'>,
  id: string,
): Promise<TenantRef | undefined> {
  const mode = tenancyMode(deps.settings.tenancy);
  const tenant = mode === 'single' ? undefined : await deps.store.tenants.find(id);
  if (tenant !== undefined) return tenant.status === 'DELETING' ? undefined : tenant;
  return id === 'main' && mode !== 'explicit' ? deps.store.tenantKeys.default : undefined;
}
