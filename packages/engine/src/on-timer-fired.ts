import { isTerminal } from '@windhover/model';
import { admitExecution } from './begin-execution.ts';
import { startWhenDue } from './on-created.ts';
import { settleState } from './execution-state.ts';
import { failAttempt } from './fail-attempt.ts';
import type { Live, OpenTaskRun } from './live.ts';
import { beginTaskRun } from './open-task-run.ts';
import { breakDeadline } from './sla.ts';
import { cutSpared, endInnerTaskRuns, forceStop } from './stop-execution.ts';
import { enterTaskRunState, isAttemptOpen, timeoutOf } from './task-run-state.ts';
import type { Event } from './types.ts';
import { formatDuration } from '@windhover/expressions';

/** Keys are `name`, `name:id` of the execution or `name:ord:number` of a task run. What no longer waits for it is left alone. */
export function onTimerFired(live: Live, { key }: Extract<Event, { kind: 'timerFired' }>): void {
  const [name, id, number] = key.split(':', 3) as [string, string?, string?];
  switch (name) {
    case 'schedule':
      if (waitsToStart(live)) startWhenDue(live);
      return;
    case 'interval':
      if (waitsToStart(live)) admitExecution(live);
      return;
    case 'kill':
      if (live.stop !== undefined && !live.isOver) forceStop(live);
      return;
    case 'afterKill':
      if (live.stop !== undefined && !live.isCut && !live.isOver) cutSpared(live);
      return;
    case 'sla':
      if (!isTerminal(live.state.current)) breakDeadline(live, Number(id));
      return;
  }
  const taskRun = live.open.get(Number(id));
  if (taskRun === undefined) return;
  if (name === 'retry') retry(live, taskRun, Number(number));
  else if (name === 'timeout') timeOut(live, taskRun, Number(number));
  else taskRun.task.flowable?.timerFired?.(live, taskRun, name, Number(number));
}

function waitsToStart({ root, state, awaitsSlot }: Live): boolean {
  return root === undefined && state.current === 'CREATED' && !awaitsSlot;
}

function retry(live: Live, taskRun: OpenTaskRun, attempt: number): void {
  if (taskRun.state.current !== 'RETRYING' || taskRun.attempt !== attempt) return;
  enterTaskRunState(live, taskRun, 'CREATED');
  settleState(live);
  beginTaskRun(live, taskRun);
}

/** A worker that did not end the attempt itself is told to, and its answer no longer counts. */
function timeOut(live: Live, taskRun: OpenTaskRun, attempt: number): void {
  if (taskRun.attempt !== attempt || !isAttemptOpen(taskRun) || taskRun.state.current === 'KILLING') return;
  const { ord, workerId } = taskRun;
  live.effects.push({
    kind: 'log',
    ord,
    level: 'ERROR',
    message: `Timeout after ${formatDuration(timeoutOf(taskRun) ?? 0)}`,
  });
  if (taskRun.task.flowable?.timedOut !== undefined) return taskRun.task.flowable.timedOut(live, taskRun);
  live.effects.push({ kind: 'killTask', ord, attempt, ...(workerId === undefined ? undefined : { workerId }) });
  endInnerTaskRuns(live, taskRun, 'FAILED');
  failAttempt(live, taskRun);
}
