import { attemptOfEvent } from './attempt-event.ts';
import { enterState, taskRunChanged, type Live } from './live.ts';
import { removeInnerTaskRuns } from './remove-task-runs.ts';
import { killTaskRun } from './stop-execution.ts';
import { isAttemptOpen, timeoutOf, timeoutTimer } from './task-run-state.ts';
import type { Event } from './types.ts';

/** The worker is gone: the attempt is closed as RESUBMITTED and made again elsewhere, unless the execution is being stopped. */
export function onTaskLost(live: Live, event: Extract<Event, { kind: 'taskLost' }>): void {
  const taskRun = attemptOfEvent(live, event);
  if (taskRun === undefined) return;
  if (taskRun.state.current === 'KILLING') return killTaskRun(live, taskRun);
  if (isAttemptOpen(taskRun)) {
    if (timeoutOf(taskRun) !== undefined) live.effects.push({ kind: 'cancelTimer', key: timeoutTimer(taskRun) });
    enterState(taskRun.attempts[taskRun.attempts.length - 1]!.state, 'RESUBMITTED', live.at);
    taskRun.attempt += 1;
  } else if (taskRun.workerId === undefined) return;
  removeInnerTaskRuns(live, taskRun);
  taskRun.workerId = undefined;
  taskRunChanged(live, taskRun);
  live.effects.push({ kind: 'runTask', ord: taskRun.ord, attempt: taskRun.attempt });
}
