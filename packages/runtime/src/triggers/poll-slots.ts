/**
 * Lets polling triggers look, so many at a time: fairly across tenants, none of which can take all places, and none for
 * longer than the limit. Servers that do not answer hold up the triggers of their own tenant alone.
 */
import { formatDuration } from '@windhover/expressions';
import type { TenantKey } from '@windhover/model';
import type { RuntimeClock } from '../deps.ts';
import { createFairQueue } from '../fair-queue.ts';

export interface PollSlots {
  /**
   * Runs `work` when there is a place for it. Its signal, and the promise with it, is aborted with `signal` and when the time
   * is over; a result that comes later is dropped.
   */
  run<Result>(
    tenantKey: TenantKey,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
}

export interface PollLimits {
  readonly total: number;
  readonly perTenant: number;
  readonly limitMs: number;
}

/** They wait for others most of the time, so there may be many; a quarter is enough for one tenant. */
const usual: PollLimits = { total: 64, perTenant: 16, limitMs: 5 * 60_000 };

interface Waiting {
  readonly signal: AbortSignal;
  start(): Promise<void>;
}

export function createPollSlots(
  clock: Pick<RuntimeClock, 'after' | 'monotonic'>,
  { total, perTenant, limitMs }: PollLimits = usual,
): PollSlots {
  const queue = createFairQueue<Waiting>();
  /** Of each tenant: those that wait for a place or have one, and those beyond its share. */
  const admitted = new Map<TenantKey, number>();
  const beyond = new Map<TenantKey, Waiting[]>();
  let running = 0;

  return {
    run: (tenantKey, signal, work) =>
      new Promise((resolve, reject) => {
        const giveUp = (): void => reject(signal.reason as Error);
        if (signal.aborted) return giveUp();
        signal.addEventListener('abort', giveUp, { once: true });
        const start = (): Promise<void> =>
          withinLimit(signal, work)
            .then(resolve, reject)
            .finally(() => signal.removeEventListener('abort', giveUp));
        admit(tenantKey, { signal, start });
        fill();
      }),
  };

  function admit(tenantKey: TenantKey, waiting: Waiting): void {
    const count = admitted.get(tenantKey) ?? 0;
    if (count < perTenant) {
      admitted.set(tenantKey, count + 1);
      queue.add(tenantKey, waiting);
      return;
    }
    const line = beyond.get(tenantKey) ?? [];
    line.push(waiting);
    beyond.set(tenantKey, line);
  }

  function fill(): void {
    while (running < total) {
      const taken = queue.take();
      if (taken === undefined) return;
      const { job, charge } = taken;
      const startedAt = clock.monotonic();
      running += 1;
      void (job.signal.aborted ? Promise.resolve() : job.start()).then(() => {
        running -= 1;
        queue.settle(charge, clock.monotonic() - startedAt);
        leave(charge.tenantKey);
        fill();
      });
    }
  }

  /** The next of the tenant comes in. */
  function leave(tenantKey: TenantKey): void {
    const count = admitted.get(tenantKey)! - 1;
    if (count > 0) admitted.set(tenantKey, count);
    else admitted.delete(tenantKey);
    const line = beyond.get(tenantKey);
    const next = line?.shift();
    if (line?.length === 0) beyond.delete(tenantKey);
    if (next !== undefined) admit(tenantKey, next);
  }

  async function withinLimit<Result>(
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const over = new AbortController();
    const message = `The trigger was still looking after ${formatDuration(limitMs)}`;
    const cancel = clock.after(limitMs, () => over.abort(new Error(message)));
    const either = AbortSignal.any([signal, over.signal]);
    const aborted = new Promise<never>((_, reject) => {
      either.addEventListener('abort', () => reject(either.reason as Error), { once: true });
    });
    return Promise.race([work(either), aborted]).finally(cancel);
  }
}
