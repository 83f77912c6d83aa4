/** When old entries of a cache are looked for: once in the time that an entry may live, so that each is looked at once. */
export interface CacheSweeps {
  isDue(directory: string, ttlMs: number): boolean;
}

/** Directories that are remembered; a forgotten one is swept once more. */
const maxKnown = 10_000;

export function createCacheSweeps(clock: { now(): number }): CacheSweeps {
  const sweptAt = new Map<string, number>();
  return {
    isDue(directory, ttlMs) {
      if (ttlMs === Infinity) return false;
      const now = clock.now();
      if (now - (sweptAt.get(directory) ?? -Infinity) < ttlMs) return false;
      sweptAt.delete(directory);
      sweptAt.set(directory, now);
      if (sweptAt.size > maxKnown) sweptAt.delete(sweptAt.keys().next().value!);
      return true;
    },
  };
}
