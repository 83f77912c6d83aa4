/** States of open task runs, with the sets that the execution's state is told from. */
import { isTerminal, type StateName } from '@windhover/model';
import { beginHistory, enterState, taskRunChanged, type Live, type OpenTaskRun } from './live.ts';
import { beginSpending } from './spending.ts';

/** Enters a state that is not terminal. */
export function enterTaskRunState(live: Live, taskRun: OpenTaskRun, state: StateName): void {
  const before = taskRun.state.current;
  if (!enterState(taskRun.state, state, live.at)) return;
  leave(live, taskRun, before);
  if (state === 'PAUSED') (live.paused ??= new Set()).add(taskRun);
  else if (state === 'BREAKPOINT') (live.atBreakpoint ??= new Set()).add(taskRun);
  else if (state === 'RETRYING') live.retrying += 1;
  taskRunChanged(live, taskRun);
}

/** Forgets that it waited; what is left of `before` is its place in the history. */
export function leave(live: Live, taskRun: OpenTaskRun, before: StateName): void {
  if (before === 'PAUSED') live.paused!.delete(taskRun);
  else if (before === 'BREAKPOINT') live.atBreakpoint!.delete(taskRun);
  else if (before === 'RETRYING') live.retrying -= 1;
}

/** An attempt has begun: the task run is RUNNING. */
export function beginAttempt(live: Live, taskRun: OpenTaskRun): void {
  // A worker that was told to stop may still end it: then the end counts, but it does not run again.
  if (taskRun.state.current !== 'KILLING') enterTaskRunState(live, taskRun, 'RUNNING');
  const state = beginHistory('RUNNING', live.at);
  taskRun.attempts.push(taskRun.workerId === undefined ? { state } : { state, workerId: taskRun.workerId });
  if (taskRun.attempts.length === 1 && taskRun.task.retry?.maxDurationMs !== undefined) beginSpending(live, taskRun);
  taskRunChanged(live, taskRun);
}

/** Whether the attempt that counts now has begun and not ended. */
export function isAttemptOpen(taskRun: OpenTaskRun): boolean {
  const last = taskRun.attempts[taskRun.attempts.length - 1];
  return last !== undefined && taskRun.attempts.length === taskRun.attempt && !isTerminal(last.state.current);
}

/** Ends the open attempt; one that was never reported as begun begins now. */
export function endAttempt(live: Live, taskRun: OpenTaskRun, state: StateName, logFile?: string): void {
  if (!isAttemptOpen(taskRun)) beginAttempt(live, taskRun);
  const attempt = taskRun.attempts[taskRun.attempts.length - 1]!;
  enterState(attempt.state, state, live.at);
  if (timeoutOf(taskRun) !== undefined) live.effects.push({ kind: 'cancelTimer', key: timeoutTimer(taskRun) });
  if (logFile !== undefined) attempt.logFile = logFile;
}

/** The limit of an attempt in milliseconds; undefined when there is none. */
export function timeoutOf({ task, memo }: OpenTaskRun): number | undefined {
  if (task.kind !== 'runnable' && task.flowable?.timedOut === undefined) return undefined;
  return task.timeoutMs ?? (memo?.['timeoutMs'] as number | undefined);
}

export function timeoutTimer({ ord, attempt }: OpenTaskRun): string {
  return `timeout:${ord}:${attempt}`;
}
