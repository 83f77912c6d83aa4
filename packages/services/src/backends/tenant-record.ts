import { defaultTenantKey, instanceKey, type Tenant, type TenantKey } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { openTenant } from '../tenants/sealed-settings.ts';

/** The record whose settings count; undefined for the default tenant and for the instance, which have none. */
export async function tenantRecord(
  deps: Pick<Deps, 'store' | 'ciphers'>,
  tenantKey: TenantKey,
): Promise<Tenant | undefined> {
  if (tenantKey === defaultTenantKey || tenantKey === instanceKey) return undefined;
  const tenant = await deps.store.tenants.findByKey(tenantKey);
  return tenant && openTenant(deps, tenant);
}
