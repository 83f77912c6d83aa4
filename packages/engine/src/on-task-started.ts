import { attemptOfEvent } from './attempt-event.ts';
import { isOnHold, taskRunChanged, type Live } from './live.ts';
import { startTimeout } from './recover-task-run.ts';
import { beginAttempt, isAttemptOpen } from './task-run-state.ts';
import type { Event } from './types.ts';

export function onTaskStarted(live: Live, event: Extract<Event, { kind: 'taskStarted' }>): void {
  const taskRun = attemptOfEvent(live, event);
  if (taskRun === undefined || isAttemptOpen(taskRun) || taskRun.state.current === 'KILLING') return;
  taskRun.workerId = event.workerId;
  beginAttempt(live, taskRun);
  startTimeout(live, taskRun);
}

/** A worker was chosen; its results carry the new lease. */
export function onTaskClaimed(live: Live, event: Extract<Event, { kind: 'taskClaimed' }>): void {
  const taskRun = live.open.get(event.ord);
  if (taskRun === undefined || taskRun.workerId !== undefined) return;
  if (attemptOfEvent(live, { ...event, lease: taskRun.lease }) === undefined || taskRun.state.current === 'KILLING')
    return;
  // Paused while it waited for a worker: it is handed out again when the execution goes on.
  if (isOnHold(live)) {
    (live.heldTaskRuns ??= new Set()).add(taskRun);
    return;
  }
  taskRun.lease += 1;
  taskRun.workerId = event.workerId;
  taskRunChanged(live, taskRun);
}

/** The chosen worker did not take it. */
export function onTaskReleased(live: Live, event: Extract<Event, { kind: 'taskReleased' }>): void {
  const taskRun = attemptOfEvent(live, event);
  if (
    taskRun === undefined ||
    taskRun.workerId === undefined ||
    isAttemptOpen(taskRun) ||
    taskRun.state.current === 'KILLING'
  )
    return;
  taskRun.workerId = undefined;
  taskRunChanged(live, taskRun);
  live.effects.push({ kind: 'runTask', ord: taskRun.ord, attempt: taskRun.attempt });
}
