import { isTerminal } from '@windhover/model';
import { startDeadlines } from './begin-execution.ts';
import { enterExecutionState } from './execution-state.ts';
import { executionChanged, type Live } from './live.ts';
import { fillFromRows, type StoredTaskRun } from './load-live.ts';
import { onResumed } from './on-paused-resumed.ts';
import { clearOutputs } from './outputs.ts';
import { removeTaskRuns } from './remove-task-runs.ts';
import { restartTaskRuns, type Restart } from './restart.ts';
import type { Event } from './types.ts';
import { mergeLabels } from './update-execution.ts';

/** Begins what failed again, in the same execution. A paused one is resumed; what was killed stays so. */
export function onRestarted(live: Live, event: Extract<Event, { kind: 'restarted' }>): void {
  if (live.state.current === 'PAUSED')
    return onResumed(live, {
      kind: 'resumed',
      at: event.at,
      ...(event.by === undefined ? undefined : { by: event.by }),
    });
  if (live.rows === undefined || !live.isOver || !canRestart(live)) return;
  const restart = restartTaskRuns(live.flow, live.rows, event.at);
  if (restart === undefined) return;
  live.metadata = { ...live.metadata, attemptNumber: live.metadata.attemptNumber + 1 };
  live.labels = mergeLabels(live.labels, [{ key: 'system.restarted', value: 'true' }]);
  beginAgain(live, restart);
}

function canRestart({ state: { current } }: Live): boolean {
  return current === 'FAILED' || current === 'WARNING' || current === 'CANCELLED';
}

/** RESTARTED, with the rows as they are now; a `continue` takes it to RUNNING, so that the answer still shows RESTARTED. */
export function beginAgain(live: Live, { taskRuns, changed, removed }: Restart): void {
  forgetTheEnd(live);
  enterExecutionState(live, 'RESTARTED');
  startDeadlines(live, live.at);
  live.root = undefined;
  // Those of the task runs that go are seen no more, as after the loss of memory.
  clearOutputs(live.outputs, live.flow.flow.outerTaskIds);
  fillFromRows(live, taskRuns as readonly StoredTaskRun[]);
  removeTaskRuns(live, removed);
  for (const taskRun of changed) {
    live.changes.push(
      isTerminal(taskRun.state.current) ? { kind: 'taskRunEnded', taskRun } : { kind: 'taskRunOpen', ord: taskRun.ord },
    );
  }
  live.effects.push({ kind: 'continue', frame: 'start' });
}

function forgetTheEnd(live: Live): void {
  live.rows = undefined;
  live.isOver = false;
  live.isBegun = false;
  live.stop = undefined;
  live.isCut = false;
  live.isForced = false;
  live.isHeld = false;
  live.heldBy = undefined;
  live.cancelledBy = undefined;
  live.exit = undefined;
  live.retryAt = undefined;
  live.flowOutputs = undefined;
  live.awaitsSlot = false;
  live.open.clear();
  live.paused = undefined;
  live.atBreakpoint = undefined;
  live.retrying = 0;
  executionChanged(live);
}
