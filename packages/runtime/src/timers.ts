/**
 * All timers of a shard. Those that wait for so long are due by the monotonic clock, whatever becomes of the wall clock
 * meanwhile; a date is waited for by the wall clock.
 */
import type { RuntimeClock } from './deps.ts';
import { createDueHeap } from './due-heap.ts';
import type { Held } from './held.ts';

export interface Timers {
  /** `dueAt` is wall time, as it is now. */
  set(held: Held, key: string, dueAt: number): void;
  clear(): void;
}

interface Timer {
  readonly held: Held;
  readonly key: string;
  readonly dueAt: number;
}

/** The date for which an execution was made; what waits for the interval of a retry has another key. */
const dateKey = 'schedule';

/** `fire` is called for each timer that is due and still stands in `held.timers` with that date. */
export function createTimers(clock: RuntimeClock, fire: (held: Held, key: string) => void): Timers {
  const fireIfMeant = ({ held, key, dueAt }: Timer): boolean => {
    if (held.timers.get(key) !== dueAt) return false;
    fire(held, key);
    return true;
  };
  const dates = createDueHeap<Timer>(clock, fireIfMeant);
  const delays = createDueHeap<Timer>(
    { now: () => clock.monotonic(), after: (delayMs, run) => clock.after(delayMs, run) },
    fireIfMeant,
  );
  return {
    set(held, key, dueAt) {
      const timer = { held, key, dueAt };
      if (key === dateKey) dates.set(timer, dueAt);
      else delays.set(timer, clock.monotonic() + dueAt - clock.now());
    },
    clear() {
      dates.clear();
      delays.clear();
    },
  };
}
