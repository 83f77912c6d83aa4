import { scriptNetworks, type ScriptNetwork, type Tenant, type TenantKey } from '@windhover/model';

/** The network that a tenant's scripts have instead of the instance's usual one; undefined: they have that. */
export async function scriptNetworkOf(
  records: { find(tenantKey: TenantKey): Promise<Pick<Tenant, 'settings'> | undefined> },
  tenantKey: TenantKey,
): Promise<ScriptNetwork | undefined> {
  const own = (await records.find(tenantKey))?.settings['scriptNetwork'];
  return scriptNetworks.find((network) => network === own);
}
