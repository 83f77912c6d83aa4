/** An attempt failed: it is made again, the execution is, or the task run is FAILED. */
import type { JsonObject } from '@windhover/model';
import { countChild, endTaskRun } from './end-task-run.ts';
import { settleState } from './execution-state.ts';
import { rankOf } from './group-state.ts';
import { enqueue, executionChanged, type Live, type OpenTaskRun } from './live.ts';
import { remember } from './remember.ts';
import { retryDelay } from './retry-delay.ts';
import { spentOn, spentOnExecution } from './spending.ts';
import { endAttempt, enterTaskRunState } from './task-run-state.ts';

export interface Failure {
  readonly outputs?: JsonObject | undefined;
  readonly logFile?: string | undefined;
}

/**
 * Closes the attempt and applies the retry policy in force. Once the end is decided only what runs after it is retried: the
 * flow's own `finally` and `afterExecution`, as long as they may.
 */
export function failAttempt(live: Live, taskRun: OpenTaskRun, failure: Failure = {}): void {
  endAttempt(live, taskRun, 'FAILED', failure.logFile);
  if (failure.outputs !== undefined) taskRun.outputs = failure.outputs;
  const { retry } = taskRun.task;
  const isDecided = live.exit !== undefined || live.stop !== undefined;
  const isSpared = taskRun.frame.spared && !live.isCut;
  if (retry === undefined || (isDecided && !isSpared)) return endAttempted(live, taskRun, 'FAILED');
  if (retry.behavior === 'CREATE_NEW_EXECUTION' && !isDecided && canBeReplaced(live)) {
    return retryExecution(live, taskRun);
  }
  const firstAt = live.at - spentOn(live, taskRun);
  const delayMs = retryDelay(retry, taskRun.attempts.length, firstAt, live.at, `${live.id}:${taskRun.ord}`);
  if (delayMs === undefined) return endAttempted(live, taskRun, 'FAILED');
  const dueAt = live.at + delayMs;
  taskRun.attempt += 1;
  taskRun.workerId = undefined;
  remember(live, taskRun, { retryAt: dueAt });
  enterTaskRunState(live, taskRun, 'RETRYING');
  settleState(live);
  live.effects.push({ kind: 'startTimer', key: retryTimer(taskRun), dueAt });
}

/** An iteration is part of an execution, and what has ended keeps its end: a new attempt is made in place of a new execution. */
function canBeReplaced({ begunFrom, root }: Live): boolean {
  return begunFrom.loopRun === undefined && root?.phase !== 'afterExecution';
}

export function retryTimer(taskRun: OpenTaskRun): string {
  return `retry:${taskRun.ord}:${taskRun.attempt}`;
}

/** The execution ends RETRIED and another one takes its place, unless that has been done often or long enough. */
function retryExecution(live: Live, taskRun: OpenTaskRun): void {
  const firstAt = live.at - spentOnExecution(live).spentMs;
  const { attemptNumber } = live.metadata;
  const delayMs = retryDelay(taskRun.task.retry!, attemptNumber, firstAt, live.at, live.begunFrom.originalId);
  if (delayMs === undefined) return endAttempted(live, taskRun, 'FAILED');
  live.exit = 'RETRIED';
  live.retryAt = live.at + delayMs;
  executionChanged(live);
  endAttempted(live, taskRun, 'RETRIED');
}

/** Ends what an attempt stands for: the task run, or the job of a WorkingDirectory whose `errors` may still run. */
export function endAttempted(
  live: Live,
  taskRun: OpenTaskRun,
  state: 'SUCCESS' | 'WARNING' | 'FAILED' | 'RETRIED' | 'KILLED',
): void {
  const job = taskRun.children;
  if (job === undefined) return endTaskRun(live, taskRun, state);
  // Its row says so too: whoever loads it while they run begins no other job
  remember(live, taskRun, { jobState: state });
  job.running -= 1;
  countChild(job, rankOf(state), state === 'FAILED');
  enqueue(live, job);
}
