/** Services that must not touch a tenant's secrets or files: `secretIsolation`, `storageIsolation`, and the instance's own lists. */
import { ServiceDenied, type JsonObject, type Tenant } from '@windhover/model';

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
