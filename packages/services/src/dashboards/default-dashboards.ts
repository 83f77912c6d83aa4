import type { JsonObject, Tenant } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandAny } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';

/** What the tenant shows unless a reader chooses another; dashboards that it names may be gone. */
export async function getDefaultDashboards(
  deps: Pick<Deps, 'store'>,
  scope: TenantScope,
  actor: Actor,
): Promise<JsonObject> {
  demandAny(actor, ['DASHBOARD:LIST', 'DASHBOARD:VIEW']);
  const tenant = await deps.store.tenants.findByKey(scope.key);
  return tenant === undefined ? {} : defaultDashboardsOf(tenant);
}

/** As the settings of the tenant hold it. */
export function defaultDashboardsOf({ settings }: Pick<Tenant, 'settings'>): JsonObject {
  const { dashboard } = (settings['settings'] ?? {}) as JsonObject;
  return (dashboard ?? {}) as JsonObject;
}
