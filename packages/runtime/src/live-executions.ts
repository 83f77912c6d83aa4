/** The executions that are in memory, and who waits for their commits and ends. */
import type { Held } from './held.ts';

/** Who starts an execution asks for its end when it may be over already: of so many that is known without the store. */
const maxJustEnded = 2_048;

export class LiveExecutions {
  readonly #helds = new Map<string, Held>();
  readonly #waiters = new Map<string, Set<(isOver: boolean) => void>>();
  readonly #whenCommitted = new Map<Held, () => void>();
  readonly #justEnded = new Set<string>();

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
    this.#justEnded.delete(held.executionId);
    this.#helds.set(held.executionId, held);
  }

  /** Forgets what memory holds of it; who waits for its end goes on waiting. */
  remove(held: Held): void {
    this.#helds.delete(held.executionId);
  }

  /** It is over. */
  end(held: Held): void {
    this.remove(held);
    if (this.#justEnded.size >= maxJustEnded) this.#justEnded.delete(this.#justEnded.values().next().value!);
    this.#justEnded.add(held.executionId);
    this.#settle(held.executionId, true);
  }

  hasJustEnded(executionId: string): boolean {
    return this.#justEnded.has(executionId);
  }

  /** Their shards go on elsewhere: who waits for an end must ask there. */
  leave(helds: Iterable<Held>): void {
    this.#justEnded.clear();
    for (const held of helds) {
      this.remove(held);
      this.#settle(held.executionId, false);
    }
  }

  /** Memory is loaded anew; commits that were waited for are not coming. */
  clear(): void {
    this.#helds.clear();
    this.#justEnded.clear();
    this.#whenCommitted.clear();
  }

  /** After a load: what is not there has ended, or lives elsewhere. */
  settleMissing(): void {
    for (const executionId of this.#waiters.keys()) if (!this.#helds.has(executionId)) this.#settle(executionId, false);
  }

  /** Resolves to true at its end; to false when that is not known: it has left, or the waiter leaves. */
  waitForEnd(executionId: string, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(executionId) ?? new Set();
      this.#waiters.set(executionId, waiters);
      const settle = (isOver: boolean): void => {
        waiters.delete(settle);
        if (waiters.size === 0) this.#waiters.delete(executionId);
        signal.removeEventListener('abort', leave);
        resolve(isOver);
      };
      const leave = (): void => settle(false);
      waiters.add(settle);
      signal.addEventListener('abort', leave);
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

  #settle(executionId: string, isOver: boolean): void {
    for (const settle of this.#waiters.get(executionId) ?? []) settle(isOver);
  }
}
