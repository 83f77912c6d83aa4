/** Time that stands still until a test moves it. */
import type { RuntimeClock } from '@windhover/runtime';

export interface FakeClock extends RuntimeClock {
  /**
   * Moves time forward, running what falls due in order of its time; what that starts in turn runs too when it is due.
   * Promises that become free between two timers are let run.
   */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock by so much, back when negative; nothing else moves. */
  step(ms: number): void;
  /** Timers that wait. */
  readonly waiting: number;
}

interface Timer {
  readonly dueAt: number;
  readonly run: () => void;
}

/** Starts at `now` (epoch milliseconds; default 2026-01-01T00:00:00Z). */
export function fakeClock(now: number = Date.UTC(2026, 0, 1)): FakeClock {
  const startedAt = now;
  let current = now;
  let offset = 0;
  const timers = new Set<Timer>();

  return {
    now: () => current + offset,
    monotonic: () => current - startedAt,
    after(delayMs, run) {
      const timer = { dueAt: current + Math.max(delayMs, 0), run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const until = current + ms;
      for (let next = firstDue(timers, until); next !== undefined; next = firstDue(timers, until)) {
        current = Math.max(current, next.dueAt);
        timers.delete(next);
        next.run();
        await settle();
      }
      current = until;
      await settle();
    },
    step(ms) {
      offset += ms;
    },
    get waiting() {
      return timers.size;
    },
  };
}

function firstDue(timers: ReadonlySet<Timer>, until: number): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers)
    if (timer.dueAt <= until && (first === undefined || timer.dueAt < first.dueAt)) first = timer;
  return first;
}

/** Lets every promise that is already free run, I/O callbacks included. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
