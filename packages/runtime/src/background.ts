/** Owner of promises that nobody awaits: a failure is reported, and `idle` waits until all have settled. */
import type { RuntimeProblem } from './deps.ts';

export interface Background {
  /** `what` completes the sentence “Could not …”. */
  run(what: string, work: Promise<unknown>): void;
  idle(): Promise<void>;
}

export function createBackground(report: (problem: RuntimeProblem) => void): Background {
  const running = new Set<Promise<void>>();
  return {
    run(what, work) {
      const owned: Promise<void> = work
        .then(
          () => undefined,
          (cause: unknown) => report({ message: `Could not ${what}`, cause }),
        )
        .finally(() => running.delete(owned));
      running.add(owned);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
