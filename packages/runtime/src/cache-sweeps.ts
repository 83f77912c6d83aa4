/** When old entries of a cache are looked for: once in the time that an entry may live, so that each is looked at once. */
import type { TenantKey } from '@windhover/model';

export interface CacheSweeps {
  isDue(tenantKey: TenantKey, directory: string, ttlMs: number): boolean;
}

/** Directories that are remembered; a forgotten one is swept once more. */
const maxKnown = 10_000;

export function createCacheSweeps(clock: { monotonic(): number }): CacheSweeps {
  const sweptAt = new Map<string, number>();
  return {
    isDue(tenantKey, directory, ttlMs) {
      if (ttlMs === Infinity) return false;
      const key = `${tenantKey}${directory}`;
      const now = clock.monotonic();
      if (now - (sweptAt.get(key) ?? -Infinity) < ttlMs) return false;
      sweptAt.delete(key);
      sweptAt.set(key, now);
      if (sweptAt.size > maxKnown) sweptAt.delete(sweptAt.keys().next().value!);
      return true;
    },
  };
}
