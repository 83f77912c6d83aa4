/** How much the tasks of each tenant have logged today, in UTC, on this server, and whether that is all they may. */
import type { TenantKey } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { findLimit, type LimitDeps } from './tenant-limits.ts';

export interface LogVolume {
  /** Whether so many bytes more may be logged; they count then. */
  take(tenantKey: TenantKey, bytes: number): boolean;
  /** Bytes of today. */
  used(tenantKey: TenantKey): number;
}

interface Today {
  day: number;
  bytes: number;
  /** As it was when it was last asked for: a line waits for nobody. */
  limit: number | undefined;
  askedAt: number;
}

const dayMs = 86_400_000;
const askAgainMs = 1_000;
/** Beyond it the tenant that was met first begins anew. */
const maxKnown = 10_000;

export function createLogVolume(deps: LimitDeps & Pick<Deps, 'clock' | 'onProblem'>): LogVolume {
  const known = new Map<TenantKey, Today>();

  const today = (tenantKey: TenantKey): Today => {
    const day = Math.floor(deps.clock.now() / dayMs);
    let found = known.get(tenantKey);
    if (found === undefined) {
      known.set(tenantKey, (found = { day, bytes: 0, limit: undefined, askedAt: -Infinity }));
      if (known.size > maxKnown) known.delete(known.keys().next().value!);
    }
    // Never back to an earlier day: the clock may step
    if (day > found.day) [found.day, found.bytes] = [day, 0];
    return found;
  };

  const askForLimit = (tenantKey: TenantKey, found: Today): void => {
    const now = deps.clock.monotonic();
    if (now - found.askedAt < askAgainMs) return;
    found.askedAt = now;
    findLimit(deps, tenantKey, 'logBytesPerDay')
      .then((limit) => void (found.limit = limit))
      .catch((error: unknown) => deps.onProblem?.('The limit of what a tenant logs could not be read', error));
  };

  return {
    take(tenantKey, bytes) {
      const found = today(tenantKey);
      askForLimit(tenantKey, found);
      if (found.limit !== undefined && found.bytes + bytes > found.limit) return false;
      found.bytes += bytes;
      return true;
    },
    used: (tenantKey) => today(tenantKey).bytes,
  };
}
