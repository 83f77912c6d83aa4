/**
 * How long something has gone on: what a `maxDuration` is compared with. It is counted by a clock that nobody sets. A start of
 * the process begins with the clock on the wall, all that could be stored: set back while no process ran, the time between
 * counts as nought; set forward, as longer by that much. Time that was counted before is not taken back.
 */
import type { Instant } from '@windhover/model';
import type { Live, OpenTaskRun } from './live.ts';
import { remember } from './remember.ts';

export interface Spending {
  /** Milliseconds, counted up to `spentAt`. */
  readonly spentMs: number;
  /** By the clock that nobody sets. */
  readonly spentAt: Instant;
}

/** Counts from now on. */
export function beginSpending(live: Live, taskRun: OpenTaskRun): void {
  remember(live, taskRun, { spentMs: 0, spentAt: live.steadyAt });
}

/** Milliseconds since the task run began to count, or since its first attempt began; notes them. */
export function spentOn(live: Live, taskRun: OpenTaskRun): number {
  const { spentMs, spentAt } = taskRun.memo ?? {};
  if (typeof spentMs !== 'number' || typeof spentAt !== 'number')
    return live.at - taskRun.attempts[0]!.state.histories[0]!.at;
  const spending = upToNow(live, { spentMs, spentAt });
  remember(live, taskRun, { ...spending });
  return spending.spentMs;
}

/** Since the first of the executions was created that this one stands for: it was made again, or it is a replay. */
export function spentOnExecution(live: Live): Spending {
  if (live.spending !== undefined) return upToNow(live, live.spending);
  return { spentMs: Math.max(0, live.at - live.metadata.originalCreatedAt), spentAt: live.steadyAt };
}

function upToNow({ steadyAt }: Live, { spentMs, spentAt }: Spending): Spending {
  return { spentMs: spentMs + Math.max(0, steadyAt - spentAt), spentAt: steadyAt };
}
