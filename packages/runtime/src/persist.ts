/** A store that cannot be reached for a while is no failure of a flow: what may be done twice is done again. */
import { isUnavailable } from '@windhover/model';
import type { RuntimeClock } from './deps.ts';

export interface Persist {
  /** Does the work until the store answers. Rejects with what else it fails with; after `close` with that too. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Nothing is done again any more. */
  close(): void;
}

const firstDelayMs = 100;
const longestDelayMs = 5_000;

export function createPersist(clock: Pick<RuntimeClock, 'after'>): Persist {
  const resting = new Set<() => void>();
  let isClosed = false;
  return {
    async run(work) {
      for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
        try {
          return await work();
        } catch (cause) {
          if (isClosed || !isUnavailable(cause)) throw cause;
        }
        await rest(delayMs);
      }
    },
    close() {
      isClosed = true;
      for (const wake of resting) wake();
    },
  };

  function rest(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        resting.delete(wake);
        resolve();
      };
      const cancel = clock.after(delayMs, wake);
      resting.add(wake);
    });
  }
}
