import { tenancyMode, type TenantRef } from '@windhover/model';
import type { Deps } from '../deps.ts';

/** Tenants whose triggers count: active ones by id, and before them the default tenant where it can be reached. */
export async function servedTenants(deps: Pick<Deps, 'store' | 'settings'>): Promise<readonly TenantRef[]> {
  const mode = tenancyMode(deps.settings.tenancy);
  const explicit = mode === 'single' ? [] : await deps.store.tenants.list();
  const active = explicit.filter(({ status }) => status === 'ACTIVE').map(({ key, id, name }) => ({ key, id, name }));
  return mode === 'explicit' ? active : [deps.store.tenantKeys.default, ...active];
}
