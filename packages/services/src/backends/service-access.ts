/** Services that must not touch secrets or files of a tenant or a namespace: `secretIsolation`, `storageIsolation`, and the instance's own lists. */
import { ServiceDenied, type JsonObject } from '@windhover/model';
import type { BackendPlace } from './backend-places.ts';

/** Who acts. Executor, scheduler and worker are one where they run in one process. */
export type ServiceName = 'WEBSERVER' | 'WORKER';

export interface InstanceIsolation {
  /** Services denied to all tenants. */
  readonly secret: readonly string[];
  readonly storage: readonly string[];
}

const words = { secret: 'Secret', storage: 'Storage' } as const;

/** Throws `ServiceDenied` when the instance keeps the service away, or any of the places, nearest first. */
export function demandService(
  what: 'secret' | 'storage',
  service: ServiceName | undefined,
  { tenantId, places }: { readonly tenantId: string | undefined; readonly places: readonly BackendPlace[] },
  instance: InstanceIsolation | undefined,
): void {
  if (service === undefined) return;
  const denying = places.find(({ settings }) => denies(settings[`${what}Isolation`], service));
  if (denying === undefined && instance?.[what].includes(service) !== true) return;
  const { namespace } = denying ?? {};
  const place = namespace === undefined ? `tenant '${tenantId ?? 'default'}'` : `namespace '${namespace}'`;
  throw new ServiceDenied({ what: words[what], service, place });
}

function denies(isolation: JsonObject[string] | undefined, service: ServiceName): boolean {
  const { enabled, deniedServices } = (isolation ?? {}) as JsonObject;
  return enabled === true && Array.isArray(deniedServices) && deniedServices.includes(service);
}
