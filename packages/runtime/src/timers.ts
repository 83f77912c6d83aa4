/** All timers of a shard. */
import type { RuntimeClock } from './deps.ts';
import { createDueHeap } from './due-heap.ts';
import type { Held } from './held.ts';

export interface Timers {
  set(held: Held, key: string, dueAt: number): void;
  clear(): void;
}

/** `fire` is called for each timer that is due and still stands in `held.timers` with that date. */
export function createTimers(clock: RuntimeClock, fire: (held: Held, key: string) => void): Timers {
  const heap = createDueHeap<{ readonly held: Held; readonly key: string }>(clock, ({ held, key }, dueAt) => {
    if (held.timers.get(key) !== dueAt) return false;
    fire(held, key);
    return true;
  });
  return { set: (held, key, dueAt) => heap.set({ held, key }, dueAt), clear: () => heap.clear() };
}
