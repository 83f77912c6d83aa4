/** Real time. */
import type { RuntimeClock } from '@windhover/runtime';

/** The longest delay that a timer of the system takes; longer ones are waited for in parts. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: RuntimeClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const dueAt = performance.now() + delayMs;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const remainingMs = dueAt - performance.now();
      timer = setTimeout(remainingMs > longestTimerMs ? wait : run, Math.min(Math.max(remainingMs, 0), longestTimerMs));
    };
    wait();
    return () => clearTimeout(timer);
  },
};
