/**
 * How old what lies in a cache is. Files tell when they were written by the clock on the wall alone: that counts once, when
 * this process first meets them; from then on they age by the monotonic clock, whatever becomes of the other. So a clock that
 * is set between two starts, or differs between servers, can make an entry older or younger by that much once, and no more;
 * one that seems to come from the future counts as too old, which costs a run of the task and nothing else.
 */
import type { TenantKey } from '@windhover/model';
import type { RuntimeClock } from './deps.ts';

export interface CacheAges {
  /** In milliseconds, of what was written at `writtenAt` by the clock on the wall; Infinity when that lies in the future. */
  of(tenantKey: TenantKey, path: string, writtenAt: number): number;
}

/** Entries that are remembered; a forgotten one goes by the clock on the wall once more. */
const maxKnown = 10_000;

export function createCacheAges(clock: Pick<RuntimeClock, 'now' | 'monotonic'>): CacheAges {
  /** When each was written, by the monotonic clock. */
  const writtenAtByKey = new Map<string, number>();
  return {
    of(tenantKey, path, writtenAt) {
      const key = `${tenantKey}\0${path}\0${writtenAt}`;
      const known = writtenAtByKey.get(key);
      if (known !== undefined) return clock.monotonic() - known;
      const ageMs = clock.now() - writtenAt;
      if (ageMs < 0) return Infinity;
      writtenAtByKey.set(key, clock.monotonic() - ageMs);
      if (writtenAtByKey.size > maxKnown) writtenAtByKey.delete(writtenAtByKey.keys().next().value!);
      return ageMs;
    },
  };
}
