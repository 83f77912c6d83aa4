/**
 * How many executions each quota's window has seen. Counted in memory as they are created, and written with them, so that
 * whoever counts on after a start or a loss goes on where the rows are; from the executions themselves only when a quota is
 * new. Windows have fixed borders, so that every server counts the same ones. An execution that a quota refused does not
 * count against the others.
 */
import type { Quota, TenantKey } from '@windhover/model';
import type { QuotaCountRow, Store } from '@windhover/ports';
import { countSince, quotaName, windowStart, type Clock, type LimitScope } from '@windhover/services';

/** One quota of one of the scopes. */
interface QuotaOf {
  readonly scope: LimitScope;
  readonly quota: Quota;
}

/** What is to be written with the execution that was counted. */
export type QuotaCount = Omit<QuotaCountRow, 'shard' | 'tenantKey'>;

export interface Taken {
  /** The quota that leaves no room for the execution, innermost first; undefined when it was counted. */
  readonly full: QuotaOf | undefined;
  /** Of all quotas that hold for it, as they stand now. */
  readonly counts: readonly QuotaCount[];
}

export interface Quotas {
  /** Counts what the present windows of new quotas have seen already. */
  learn(tenantKey: TenantKey, scopes: Iterable<LimitScope>): Promise<void>;
  take(tenantKey: TenantKey, scopes: readonly LimitScope[]): Taken;
  /** Windows of these tenants are as the rows say; what was counted and never written is counted anew. */
  restore(isMeant: (tenantKey: TenantKey) => boolean, rows: readonly QuotaCountRow[]): Promise<void>;
}

interface Window {
  readonly tenantKey: TenantKey;
  endsAt: number;
  count: number;
  /** By what it was counted on; undefined: since it was learnt or read, nothing was. */
  takenBy: QuotaOf | undefined;
}

/** Windows that are over are dropped when there are twice as many as after the last time, and at least so many. */
const minSweep = 1_000;

export function createQuotas(store: Pick<Store, 'scope'>, clock: Clock): Quotas {
  const windows = new Map<string, Window>();
  let sweepAt = minSweep;

  return {
    async learn(tenantKey, scopes) {
      const unknown = quotasOf([...scopes]).filter(({ scope, quota }) => !windows.has(nameOf(tenantKey, scope, quota)));
      await Promise.all(
        unknown.map(async (of) => {
          const window = await counted(tenantKey, of);
          const name = nameOf(tenantKey, of.scope, of.quota);
          // Rows may have been read meanwhile
          if (!windows.has(name)) place(name, window);
        }),
      );
    },

    take(tenantKey, scopes) {
      const seen = quotasOf(scopes).map((of) => ({ of, window: current(tenantKey, of) }));
      const full = seen.find(({ of, window }) => window.count >= of.quota.limit)?.of;
      for (const { of, window } of seen) {
        if (full === undefined) window.count += 1;
        window.takenBy = of;
      }
      const counts = seen.map(({ of: { scope, quota }, window: { endsAt, count } }) => ({
        quota: quotaName(scope, quota),
        endsAt,
        count,
      }));
      return { full, counts };
    },

    async restore(isMeant, rows) {
      const names = new Set<string>();
      for (const { tenantKey, quota, endsAt, count } of rows) {
        const name = `${tenantKey}/${quota}`;
        names.add(name);
        if (endsAt > clock.now()) place(name, { tenantKey, endsAt, count, takenBy: undefined });
        else windows.delete(name);
      }
      const unwritten = [...windows].filter(
        ([name, { tenantKey, takenBy }]) => takenBy !== undefined && !names.has(name) && isMeant(tenantKey),
      );
      await Promise.all(
        unwritten.map(async ([name, { tenantKey, takenBy }]) => place(name, await counted(tenantKey, takenBy!))),
      );
    },
  };

  function current(tenantKey: TenantKey, of: QuotaOf): Window {
    const name = nameOf(tenantKey, of.scope, of.quota);
    const now = clock.now();
    let window = windows.get(name);
    // Never back to an earlier window: the clock may step
    if (window === undefined || window.endsAt <= now) {
      window = { tenantKey, endsAt: windowStart(of.quota, now) + of.quota.windowMs, count: 0, takenBy: undefined };
      place(name, window);
    }
    return window;
  }

  function place(name: string, window: Window): void {
    windows.set(name, window);
    if (windows.size < sweepAt) return;
    const now = clock.now();
    for (const [other, { endsAt }] of windows) if (endsAt <= now) windows.delete(other);
    sweepAt = Math.max(minSweep, 2 * windows.size);
  }

  async function counted(tenantKey: TenantKey, { scope, quota }: QuotaOf): Promise<Window> {
    const startsAt = windowStart(quota, clock.now());
    const count = await countSince(store.scope(tenantKey), scope, startsAt);
    return { tenantKey, endsAt: startsAt + quota.windowMs, count, takenBy: undefined };
  }
}

/** Innermost first. */
function quotasOf(scopes: readonly LimitScope[]): readonly QuotaOf[] {
  return scopes.flatMap((scope) => scope.quotas.map((quota) => ({ scope, quota })));
}

function nameOf(tenantKey: TenantKey, scope: LimitScope, quota: Quota): string {
  return `${tenantKey}/${quotaName(scope, quota)}`;
}
