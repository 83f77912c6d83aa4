/**
 * How many executions each quota's window has seen. Counted as they are created, and from their rows after a start or
 * when a quota is new; windows have fixed borders, so that every server counts the same ones. An execution that a quota
 * refused does not count against the others, except after a start.
 */
import type { Quota, QueryFilter, TenantKey } from '@windhover/model';
import type { Store } from '@windhover/ports';
import { notIterations, type Clock, type LimitScope } from '@windhover/services';

export interface Quotas {
  /** Counts what the present windows have seen already. */
  learn(tenantKey: TenantKey, scopes: Iterable<LimitScope>): Promise<void>;
  /** Counts one execution, or answers the quota that leaves no room for it, innermost first. */
  take(
    tenantKey: TenantKey,
    scopes: readonly LimitScope[],
  ): { readonly scope: LimitScope; readonly quota: Quota } | undefined;
  /** Counts the windows of these tenants anew from rows. */
  recount(isMeant: (tenantKey: TenantKey) => boolean): Promise<void>;
}

interface Window {
  readonly tenantKey: TenantKey;
  readonly scope: LimitScope;
  readonly quota: Quota;
  startsAt: number;
  count: number;
}

export function createQuotas(store: Pick<Store, 'scope'>, clock: Clock): Quotas {
  const windows = new Map<string, Window>();

  return {
    async learn(tenantKey, scopes) {
      for (const scope of scopes) {
        for (const quota of scope.quotas) {
          const name = nameOf(tenantKey, scope, quota);
          const known = windows.get(name);
          // A count that had stopped at a lower limit may be too low for a higher one.
          if (known !== undefined && known.quota.limit >= quota.limit) continue;
          windows.set(name, await count({ tenantKey, scope, quota, startsAt: 0, count: 0 }));
        }
      }
    },
    take(tenantKey, scopes) {
      const seen: Window[] = [];
      for (const scope of scopes) {
        for (const quota of scope.quotas) {
          const window = current(tenantKey, scope, quota);
          if (window.count >= quota.limit) return { scope, quota };
          seen.push(window);
        }
      }
      for (const window of seen) window.count += 1;
      return undefined;
    },
    async recount(isMeant) {
      for (const window of windows.values()) if (isMeant(window.tenantKey)) await count(window);
    },
  };

  function current(tenantKey: TenantKey, scope: LimitScope, quota: Quota): Window {
    const name = nameOf(tenantKey, scope, quota);
    const startsAt = startOf(quota, clock.now());
    let window = windows.get(name);
    if (window === undefined) windows.set(name, (window = { tenantKey, scope, quota, startsAt, count: 0 }));
    // Never back to an earlier window: the clock may step.
    if (startsAt > window.startsAt) Object.assign(window, { startsAt, count: 0 });
    return window;
  }

  async function count(window: Window): Promise<Window> {
    const { tenantKey, scope, quota } = window;
    window.startsAt = startOf(quota, clock.now());
    const since = new Date(window.startsAt).toISOString();
    const ids = await store.scope(tenantKey).executions.searchIds(
      [{ field: 'startDate', operation: 'GREATER_THAN_OR_EQUAL_TO', value: since }, notIterations, ...ofFlow(scope)],
      scope.namespace === undefined ? 'all' : [scope.namespace],
      // As many as are needed to say that it is full
      quota.limit,
    );
    window.count = ids.length;
    return window;
  }
}

function ofFlow({ namespace, flowId }: LimitScope): readonly QueryFilter[] {
  if (namespace === undefined || flowId === undefined) return [];
  return [
    { field: 'namespace', operation: 'EQUALS', value: namespace },
    { field: 'flowId', operation: 'EQUALS', value: flowId },
  ];
}

function startOf({ windowMs }: Quota, at: number): number {
  return at - (at % windowMs);
}

function nameOf(tenantKey: TenantKey, scope: LimitScope, { duration }: Quota): string {
  return `${tenantKey}/${scope.name}/${duration}`;
}
