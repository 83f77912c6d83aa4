/** Stops an execution: nothing further starts, what runs is told to end, what waits ends at once. */
import type { StateName } from '@windhover/model';
import { endTaskRun } from './end-task-run.ts';
import { settleState } from './execution-state.ts';
import { endAttempted, retryTimer } from './fail-attempt.ts';
import { enqueue, enterState, executionChanged, type Live, type OpenTaskRun, type StopOrder } from './live.ts';
import { enterTaskRunState, isAttemptOpen } from './task-run-state.ts';

export type StopOptions = Pick<StopOrder, 'cascade' | 'blamedOrd'>;

/** Ends in `endState` once everything is over; a second order changes nothing. */
export function stopExecution(live: Live, endState: StateName, { cascade, blamedOrd }: StopOptions): void {
  if (live.stop !== undefined) return;
  live.stop = { endState, at: live.at, cascade, ...(blamedOrd === undefined ? undefined : { blamedOrd }) };
  executionChanged(live);
  releaseHeld(live);
  settleState(live);
  live.effects.push({ kind: 'startTimer', key: 'kill', dueAt: live.at + live.settings.killGraceMs });
  if (live.root?.phase === 'finally') spareAfterKill(live);
  if (live.root !== undefined) enqueue(live, live.root);
  live.stopCursor = 0;
  stopOpenTaskRuns(live);
}

/** Lets go what a pause by hand or a kill switch held back; the caller's drain starts it, or ends it when the execution is being stopped. */
export function releaseHeld(live: Live): void {
  live.isHeld = false;
  live.heldBy = undefined;
  live.cancelledBy = undefined;
  const frames = live.heldFrames;
  live.heldFrames = undefined;
  if (frames !== undefined) for (const frame of frames) enqueue(live, frame);
}

/** The killed execution's own `finally` and `afterExecution` have a minute together. */
export function spareAfterKill(live: Live): void {
  const stop = live.stop!;
  if (stop.sparedUntil !== undefined) return;
  const sparedUntil = live.at + live.settings.afterKillMs;
  live.stop = { ...stop, sparedUntil };
  executionChanged(live);
  live.effects.push({ kind: 'startTimer', key: 'afterKill', dueAt: sparedUntil });
}

/** That minute is over: they are stopped as everything else was. */
export function cutSpared(live: Live): void {
  live.isCut = true;
  live.isForced = false;
  live.stopCursor = 0;
  executionChanged(live);
  live.effects.push({ kind: 'startTimer', key: 'kill', dueAt: live.at + live.settings.killGraceMs });
  if (live.root !== undefined) enqueue(live, live.root);
  stopOpenTaskRuns(live);
}

/** The grace is over: what is still open ends without an answer of its worker. */
export function forceStop(live: Live): void {
  live.isForced = true;
  live.stopCursor = 0;
  stopOpenTaskRuns(live);
}

/** Goes on from the cursor, at most as many task runs as the budget of the call allows; the rest follows after a `continue`. */
export function stopOpenTaskRuns(live: Live): void {
  const { open } = live;
  const end = live.nextOrd;
  for (; live.stopCursor < end; live.stopCursor += 1) {
    const taskRun = open.get(live.stopCursor);
    if (taskRun === undefined || (taskRun.frame.spared && !live.isCut)) continue;
    if (live.budget <= 0) {
      live.effects.push({ kind: 'continue', frame: 'stop' });
      return;
    }
    live.budget -= 1;
    stopTaskRun(live, taskRun);
  }
}

function stopTaskRun(live: Live, taskRun: OpenTaskRun): void {
  const { task, children } = taskRun;
  // A child of a WorkingDirectory ends with the directory's job.
  if (taskRun.frame.kind === 'job' && taskRun.frame.phase === 'tasks') return;
  if (children !== undefined && (children.kind !== 'job' || children.phase !== 'tasks')) {
    enterTaskRunState(live, taskRun, 'KILLING');
    enqueue(live, children);
    task.flowable?.stop?.(live, taskRun);
    return;
  }
  if (task.kind === 'flowable') {
    return hasStarted(taskRun) && task.flowable?.stop !== undefined
      ? task.flowable.stop(live, taskRun)
      : killTaskRun(live, taskRun);
  }
  const isOut = taskRun.workerId !== undefined || isAttemptOpen(taskRun);
  if (task.kind === 'runnable') live.effects.push(killTask(taskRun));
  if (isOut && task.kind === 'runnable' && !live.isForced) enterTaskRunState(live, taskRun, 'KILLING');
  else killTaskRun(live, taskRun);
}

function hasStarted({ state: { current } }: OpenTaskRun): boolean {
  return current === 'RUNNING' || current === 'PAUSED' || current === 'KILLING';
}

function killTask({ ord, attempt, workerId }: OpenTaskRun): {
  kind: 'killTask';
  ord: number;
  attempt: number;
  workerId?: string;
} {
  return workerId === undefined ? { kind: 'killTask', ord, attempt } : { kind: 'killTask', ord, attempt, workerId };
}

/** Ends it KILLED, with the attempt that was under way and the timer that it waited for. */
export function killTaskRun(live: Live, taskRun: OpenTaskRun): void {
  if (taskRun.state.current === 'RETRYING') live.effects.push({ kind: 'cancelTimer', key: retryTimer(taskRun) });
  if (taskRun.children?.kind === 'job') {
    if (isAttemptOpen(taskRun)) enterState(taskRun.attempts[taskRun.attempts.length - 1]!.state, 'KILLED', live.at);
    endInnerTaskRuns(live, taskRun);
    endAttempted(live, taskRun, 'KILLED');
  } else endTaskRun(live, taskRun, 'KILLED');
}

/** Children of a WorkingDirectory do not outlive its attempt. */
export function endInnerTaskRuns(live: Live, taskRun: OpenTaskRun, state: 'KILLED' | 'FAILED' = 'KILLED'): void {
  for (const inner of taskRun.children?.inner?.values() ?? []) {
    endTaskRun(live, inner, state);
  }
}
