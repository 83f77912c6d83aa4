/** Services that must not touch a tenant's secrets or files: `secretIsolation`, `storageIsolation`, and the instance's own lists. */
import {
  defaultTenantKey,
  instanceKey,
  ServiceDenied,
  type JsonObject,
  type Tenant,
  type TenantKey,
} from '@windhover/model';
import type { Store } from '@windhover/ports';

/** Who acts. Executor, scheduler and worker are one where they run in one process. */
export type ServiceName = 'WEBSERVER' | 'WORKER';

export interface InstanceIsolation {
  /** Services denied to all tenants. */
  readonly secret: readonly string[];
  readonly storage: readonly string[];
}

const words = { secret: 'Secret', storage: 'Storage' } as const;

/** Throws `ServiceDenied`. `tenant` is undefined for the default one. */
export function demandService(
  what: 'secret' | 'storage',
  service: ServiceName | undefined,
  tenant: Pick<Tenant, 'id' | 'settings'> | undefined,
  instance: InstanceIsolation | undefined,
): void {
  if (service === undefined) return;
  const isolation = (tenant?.settings[`${what}Isolation`] ?? {}) as JsonObject;
  const ofTenant = isolation['enabled'] === true ? isolation['deniedServices'] : undefined;
  const denied = [...(instance?.[what] ?? []), ...(Array.isArray(ofTenant) ? ofTenant : [])];
  if (!denied.includes(service)) return;
  throw new ServiceDenied({ what: words[what], service, tenant: tenant?.id ?? 'default' });
}

/** The record whose settings count; undefined for the default tenant and for the instance, which have none. */
export async function tenantRecord(store: Store, tenantKey: TenantKey): Promise<Tenant | undefined> {
  return tenantKey === defaultTenantKey || tenantKey === instanceKey ? undefined : store.tenants.findByKey(tenantKey);
}
