/** The executions that are in memory, and who waits for their commits and ends. */
import type { Held } from './held.ts';

export class LiveExecutions {
  readonly #helds = new Map<string, Held>();
  readonly #waiters = new Map<string, Set<() => void>>();
  readonly #whenCommitted = new Map<Held, () => void>();

  get size(): number {
    return this.#helds.size;
  }

  find(executionId: string): Held | undefined {
    return this.#helds.get(executionId);
  }

  all(): Iterable<Held> {
    return this.#helds.values();
  }

  /** Whether this is the memory that counts, not one that was dropped and loaded again. */
  has(held: Held): boolean {
    return this.#helds.get(held.executionId) === held;
  }

  add(held: Held): void {
    this.#helds.set(held.executionId, held);
  }

  /** Forgets what memory holds of it; who waits for its end goes on waiting. */
  remove(held: Held): void {
    this.#helds.delete(held.executionId);
  }

  /** It is over. */
  end(held: Held): void {
    this.remove(held);
    this.#settle(held.executionId);
  }

  /** It goes on elsewhere: who waits for its end must ask there. */
  leave(held: Held): void {
    this.end(held);
  }

  /** Memory is loaded anew; commits that were waited for are not coming. */
  clear(): void {
    this.#helds.clear();
    this.#whenCommitted.clear();
  }

  /** After a load: what is not there has ended. */
  settleMissing(): void {
    for (const executionId of this.#waiters.keys()) if (!this.#helds.has(executionId)) this.#settle(executionId);
  }

  /** Resolves at its end, or when the waiter leaves. */
  waitForEnd(executionId: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(executionId) ?? new Set();
      this.#waiters.set(executionId, waiters);
      const settle = (): void => {
        waiters.delete(settle);
        if (waiters.size === 0) this.#waiters.delete(executionId);
        signal.removeEventListener('abort', settle);
        resolve();
      };
      waiters.add(settle);
      signal.addEventListener('abort', settle);
    });
  }

  /** A batch with changes of it is durable. */
  committed(held: Held): void {
    held.uncommitted -= 1;
    if (held.uncommitted > 0) return;
    this.#whenCommitted.get(held)?.();
    this.#whenCommitted.delete(held);
  }

  /** Resolves once none of its changes is on its way; not at all when memory is loaded anew first. */
  whenCommitted(held: Held): Promise<void> {
    if (held.uncommitted === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenCommitted.set(held, resolve));
  }

  #settle(executionId: string): void {
    for (const settle of this.#waiters.get(executionId) ?? []) settle();
  }
}
