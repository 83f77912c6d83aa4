import { isVisibleNamespace, type Quota } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { flowLimits, namespaceLimits, quotasIn, tenantLimits, type LimitScope } from './execution-limits.ts';
import { countSince, quotaName, windowStart } from './quota-window.ts';

export interface QuotaUse {
  readonly scope: LimitScope;
  readonly quota: Quota;
  /** Of the window that time is in. */
  readonly startsAt: number;
  readonly count: number;
}

/** Quotas with what their present windows have seen: the tenant's, then those of namespaces and flows that the actor sees. */
export async function listQuotaUse(
  deps: Pick<Deps, 'clock' | 'store'>,
  scope: TenantScope,
  actor: Actor,
): Promise<readonly QuotaUse[]> {
  const now = deps.clock.now();
  const rows = await deps.store.shards.quotaCountsOf(scope.key);
  const count = async (limits: LimitScope, quota: Quota): Promise<number> => {
    const known = rows.filter((row) => row.quota === quotaName(limits, quota));
    // A quota that has counted nothing yet begins with what is there
    if (known.length === 0) return countSince(scope, limits, windowStart(quota, now));
    return known.filter(({ endsAt }) => endsAt > now).reduce((sum, row) => sum + row.count, 0);
  };
  const uses = (await limited(deps, scope, actor)).flatMap((limits) =>
    limits.quotas.map(async (quota) => ({
      scope: limits,
      quota,
      startsAt: windowStart(quota, now),
      count: await count(limits, quota),
    })),
  );
  return Promise.all(uses);
}

async function limited(
  { store }: Pick<Deps, 'store'>,
  scope: TenantScope,
  actor: Actor,
): Promise<readonly LimitScope[]> {
  const visible = visibleNamespaces(actor, 'FLOW:LIST');
  const isSeen = ({ namespace }: Pick<LimitScope, 'namespace'>): boolean =>
    namespace !== undefined && isVisibleNamespace(namespace, visible);
  const [tenant, namespaces, flows] = await Promise.all([
    store.tenants.findByKey(scope.key),
    scope.namespaces.list(),
    scope.flows.list(),
  ]);
  const ofTenant = tenantLimits(tenant);
  const ofFlows = flows.flatMap(
    ({ namespace, id, document }) => flowLimits({ namespace, id }, { quotas: quotasIn(document) }) ?? [],
  );
  return [
    ...(ofTenant === undefined ? [] : [ofTenant]),
    ...[...namespaceLimits(namespaces).values(), ...ofFlows].filter(isSeen),
  ];
}
