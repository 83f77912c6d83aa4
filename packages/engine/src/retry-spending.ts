/** How long a task run has been tried: what the `maxDuration` of its retries is compared with. */
import type { Live, OpenTaskRun } from './live.ts';
import { remember } from './remember.ts';

/** The first attempt begins. */
export function beginSpending(live: Live, taskRun: OpenTaskRun): void {
  if (taskRun.task.retry?.maxDurationMs !== undefined) remember(live, taskRun, { spentMs: 0, spentAt: live.steadyAt });
}

/**
 * Milliseconds since the first attempt began; notes them. A start of the process begins with the clock on the wall, all that
 * could be stored: set back meanwhile, the time between two attempts across the start counts as nought; set forward, as longer
 * by that much. Time that was counted before is not taken back.
 */
export function spentOn(live: Live, taskRun: OpenTaskRun): number {
  const { spentMs, spentAt } = taskRun.memo ?? {};
  if (typeof spentMs !== 'number' || typeof spentAt !== 'number')
    return live.at - taskRun.attempts[0]!.state.histories[0]!.at;
  const totalMs = spentMs + Math.max(0, live.steadyAt - spentAt);
  remember(live, taskRun, { spentMs: totalMs, spentAt: live.steadyAt });
  return totalMs;
}
