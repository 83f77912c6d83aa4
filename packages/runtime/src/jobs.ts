/** The executor's side of dispatcher and worker. */
import type { CompiledTask } from '@windhover/engine';
import type { Stop } from '@windhover/plugin-sdk';
import type { Held } from './held.ts';

/** One attempt of a runnable task on its way to a worker. */
export interface Job {
  readonly held: Held;
  readonly ord: number;
  readonly attempt: number;
  readonly task: CompiledTask;
  /** What becomes of it in place of being run, because of its worker group. */
  readonly refusal?: Refusal;
}

export interface Refusal {
  /** `cancel`: the execution is CANCELLED. */
  readonly kind: 'fail' | 'cancel';
  readonly message: string;
}

export interface Jobs {
  add(job: Job): void;
  /** Drops it from the queue or tells it to stop; nothing when it is in neither. */
  stop(executionId: string, ord: number, attempt: number, stop: Stop): void;
  /** Whether this attempt runs here under this lease. */
  isRunning(executionId: string, ord: number, attempt: number, lease: number): boolean;
  /** Shards of which attempts run here. */
  busyShards(): ReadonlySet<number>;
  /** Tells those to stop whose executions live in other shards than these. */
  stopOutside(shards: ReadonlySet<number>, stop: Stop): void;
}
