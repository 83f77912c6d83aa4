/**
 * Inline tasks that their batch had no room for. So many are started in each turn of the event loop, of all executions
 * alike: a hundred thousand at once would hold the loop, and memory for what each of them renders with.
 */
import type { Effect } from '@windhover/engine';
import type { Held } from './held.ts';

export type RunTask = Effect & { readonly kind: 'runTask' };

const startedInTurn = 500;

export class InlineTurns {
  readonly #start: (held: Held, effect: RunTask) => void;
  /** Whose turn comes next, first. */
  readonly #waiting = new Map<Held, RunTask[]>();
  #isScheduled = false;

  constructor(start: (held: Held, effect: RunTask) => void) {
    this.#start = start;
  }

  add(held: Held, effect: RunTask): void {
    const known = this.#waiting.get(held);
    if (known === undefined) this.#waiting.set(held, [effect]);
    else known.push(effect);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.size === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#takeTurn();
      this.#schedule();
    });
  }

  #takeTurn(): void {
    const share = Math.max(1, Math.floor(startedInTurn / this.#waiting.size));
    let left = startedInTurn;
    for (const [held, effects] of [...this.#waiting]) {
      if (left <= 0) break;
      this.#waiting.delete(held);
      const taken = effects.splice(0, share);
      left -= taken.length;
      if (effects.length > 0) this.#waiting.set(held, effects);
      for (const effect of taken) this.#start(held, effect);
    }
  }
}
