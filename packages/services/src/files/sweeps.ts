/** When a directory is looked through for what is to be deleted: once in so much time. */
import type { TenantKey } from '@windhover/model';

export interface Sweeps {
  /** Whether it is now; asking counts as doing it. Never for a time that does not end. */
  isDue(tenantKey: TenantKey, directory: string, everyMs: number): boolean;
}

/** Directories that are remembered; a forgotten one is swept once more. */
const maxKnown = 10_000;

export function createSweeps(clock: { monotonic(): number }): Sweeps {
  const sweptAt = new Map<string, number>();
  return {
    isDue(tenantKey, directory, everyMs) {
      if (everyMs === Infinity) return false;
      const key = `${tenantKey}${directory}`;
      const now = clock.monotonic();
      if (now - (sweptAt.get(key) ?? -Infinity) < everyMs) return false;
      sweptAt.delete(key);
      sweptAt.set(key, now);
      if (sweptAt.size > maxKnown) sweptAt.delete(sweptAt.keys().next().value!);
      return true;
    },
  };
}
