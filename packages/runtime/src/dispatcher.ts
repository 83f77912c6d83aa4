/** Hands jobs to a limited number of slots, fairly across tenants. */
import type { TenantKey } from '@windhover/model';
import type { Stop } from '@windhover/plugin-sdk';
import type { Workload } from '@windhover/services';
import type { RuntimeClock } from './deps.ts';
import { createFairQueue } from './fair-queue.ts';
import type { Job, Jobs } from './jobs.ts';
import type { RuntimeStatistics } from './deps.ts';

/** An attempt that was begun. */
export interface RunningJob {
  readonly lease: number;
  readonly done: Promise<void>;
  stop(stop: Stop): void;
}

export interface Dispatcher extends Jobs {
  statistics(): Pick<RuntimeStatistics, 'runningJobs' | 'waitingJobs'>;
  /** Figures of one tenant, at the cost of a look-up. */
  workload(tenantKey: TenantKey): Pick<Workload, 'waitingJobs' | 'runningJobs'>;
  /** Jobs that wait, of all tenants. */
  waitingCount(): number;
  /** Whether it waits here. */
  isWaiting(executionId: string, ord: number): boolean;
  /** There may be room again. */
  refill(): void;
  /** Takes all that waits out, in any order. */
  takeWaiting(): readonly Job[];
  /** Starts no further job; those that run go on. */
  close(): void;
  /** Tells all that run to stop. */
  stopAll(stop: Stop): void;
  /** Resolves once nothing runs. */
  idle(): Promise<void>;
}

/**
 * `hasRoom`: whether another job can begin beside so many. `begin` claims the job and starts it; undefined when it is not due
 * any more. Its `done` never rejects.
 */
export function createDispatcher(
  hasRoom: (running: number) => boolean,
  clock: RuntimeClock,
  begin: (job: Job) => RunningJob | undefined,
): Dispatcher {
  const queue = createFairQueue<Job>();
  /** By execution, ordinal and attempt. */
  const waiting = new Map<string, Job>();
  const running = new Map<string, RunningJob & { readonly shard: number }>();
  let isClosed = false;

  const fill = (): void => {
    while (!isClosed && hasRoom(running.size)) {
      const taken = queue.take();
      if (taken === undefined) return;
      const name = nameOf(taken.job.held.executionId, taken.job.ord, taken.job.attempt);
      const job = waiting.get(name) === taken.job ? begin(taken.job) : undefined;
      if (waiting.get(name) === taken.job) waiting.delete(name);
      if (job === undefined) {
        queue.settle(taken.charge, 0);
        continue;
      }
      const startedAt = clock.monotonic();
      running.set(name, { ...job, shard: taken.job.held.shard });
      void job.done.then(() => {
        running.delete(name);
        queue.settle(taken.charge, clock.monotonic() - startedAt);
        fill();
      });
    }
  };

  return {
    add(job) {
      const name = nameOf(job.held.executionId, job.ord, job.attempt);
      if (running.has(name)) return;
      // The newest memory of the execution counts; an older job of the same attempt is passed over when it is taken.
      waiting.set(name, job);
      queue.add(job.held.tenantKey, job);
      fill();
    },
    stop(executionId, ord, attempt, stop) {
      const name = nameOf(executionId, ord, attempt);
      waiting.delete(name);
      running.get(name)?.stop(stop);
    },
    isRunning: (executionId, ord, attempt, lease) => running.get(nameOf(executionId, ord, attempt))?.lease === lease,
    busyShards: () => new Set(Array.from(running.values(), ({ shard }) => shard)),
    stopOutside(shards, stop) {
      for (const job of running.values()) if (!shards.has(job.shard)) job.stop(stop);
    },
    statistics: () => ({ runningJobs: running.size, waitingJobs: queue.waiting() }),
    waitingCount: () => waiting.size,
    isWaiting: (executionId, ord) => {
      for (const { held, ord: waits } of waiting.values()) {
        if (waits === ord && held.executionId === executionId) return true;
      }
      return false;
    },
    refill: fill,
    takeWaiting() {
      const all = [...waiting.values()];
      waiting.clear();
      for (let taken = queue.take(); taken !== undefined; taken = queue.take()) queue.settle(taken.charge, 0);
      return all;
    },
    workload: (tenantKey) => ({
      waitingJobs: queue.waitingOf(tenantKey),
      runningJobs: running.size,
    }),
    close() {
      isClosed = true;
    },
    stopAll(stop) {
      for (const job of running.values()) job.stop(stop);
    },
    async idle() {
      while (running.size > 0) await Promise.all(Array.from(running.values(), (job) => job.done));
    },
  };
}

function nameOf(executionId: string, ord: number, attempt: number): string {
  return `${executionId}/${ord}/${attempt}`;
}
