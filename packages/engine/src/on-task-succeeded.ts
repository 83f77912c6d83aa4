import type { StateName } from '@windhover/model';
import { attemptOfEvent } from './attempt-event.ts';
import { endTaskRun, setOutputs } from './end-task-run.ts';
import { endAttempted } from './fail-attempt.ts';
import { executionChanged, type Live, type OpenTaskRun } from './live.ts';
import { remember } from './remember.ts';
import { endInnerTaskRuns, stopExecution } from './stop-execution.ts';
import { endAttempt } from './task-run-state.ts';
import type { Event } from './types.ts';
import { updateExecution } from './update-execution.ts';

export function onTaskSucceeded(live: Live, event: Extract<Event, { kind: 'taskSucceeded' }>): void {
  const taskRun = attemptOfEvent(live, event);
  if (taskRun === undefined) return;
  const state = event.warning === true || hasWarningRetry(taskRun) ? 'WARNING' : 'SUCCESS';
  endAttempt(live, taskRun, event.warning === true ? 'WARNING' : 'SUCCESS', event.logFile);
  if (taskRun.children !== undefined) endInnerTaskRuns(live, taskRun, 'FAILED');
  if (event.outputs !== undefined) {
    if (taskRun.children === undefined) taskRun.outputs = event.outputs;
    else setOutputs(live, taskRun, event.outputs);
  }
  if (event.update !== undefined) updateExecution(live, event.update);
  const exit = event.update?.exit;
  if (exit !== undefined && canExit(live)) exitExecution(live, taskRun, exit);
  else endAttempted(live, taskRun, state);
}

function hasWarningRetry({ task, attempts }: OpenTaskRun): boolean {
  return task.retry?.warningOnRetry === true && attempts.some(({ state }) => state.current === 'FAILED');
}

/** What has ended or is being stopped has its state. */
function canExit(live: Live): boolean {
  return live.stop === undefined && live.exit === undefined && live.root?.phase !== 'afterExecution';
}

/** The Exit task: its task run, its ancestors and the execution take the state; what runs beside it may finish. */
function exitExecution(live: Live, taskRun: OpenTaskRun, exit: StateName): void {
  if (exit === 'KILLED') {
    endTaskRun(live, taskRun, 'KILLED');
    return stopExecution(live, 'KILLED', { cascade: false });
  }
  live.exit = exit;
  executionChanged(live);
  remember(live, taskRun, { exit });
  taskRun.frame.exit = exit;
  endTaskRun(live, taskRun, exit, true);
}
