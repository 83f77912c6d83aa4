/** What a kill switch does to an execution that it matches. */
import { isTerminal, killSwitchLabel } from '@windhover/model';
import { settleState } from './execution-state.ts';
import { endExecution } from './finish-execution.ts';
import { executionChanged, isOnHold, type Live, type OpenTaskRun } from './live.ts';
import { onKillRequested } from './on-kill-requested.ts';
import { continueHeld } from './on-paused-resumed.ts';
import { orderStop } from './order-stop.ts';
import { isAttemptOpen } from './task-run-state.ts';
import type { Event } from './types.ts';
import { mergeLabels } from './update-execution.ts';

/** A repeat changes nothing, and neither does what comes after the end. */
export function onSwitchEnded(live: Live, event: Extract<Event, { kind: 'switchEnded' }>): void {
  const { killSwitch, endState, at } = event;
  if (live.isOver || live.stop !== undefined) return;
  const hasEnded = isTerminal(live.state.current);
  if (endState === 'CANCELLED' && (hasEnded || live.cancelledBy !== undefined)) return;
  live.labels = mergeLabels(live.labels, [{ key: killSwitchLabel, value: killSwitch }]);
  executionChanged(live);
  const message = `Execution is ${endState} by kill switch '${killSwitch}'`;
  live.effects.push({ kind: 'log', ord: -1, level: 'WARN', message });
  if (!live.isBegun && live.open.size === 0) return endUnbegun(live, endState);
  if (endState === 'KILLED') return onKillRequested(live, { kind: 'killRequested', at });
  live.heldBy = undefined;
  live.cancelledBy = killSwitch;
  settleState(live);
}

/** Over before it began: nothing of it must be stopped. */
function endUnbegun(live: Live, endState: 'KILLED' | 'CANCELLED'): void {
  live.waiting = undefined;
  live.awaitsSlot = false;
  endExecution(live, endState);
}

/** The end of one that is cancelled: asked after each event of it. */
export function endIfIdle(live: Live): void {
  if (live.stop !== undefined || isTerminal(live.state.current)) return;
  for (const taskRun of live.open.values()) if (isAtWork(taskRun)) return;
  orderStop(live, 'CANCELLED', { cascade: false });
}

/** Whether a worker, or an execution that it has started, is busy with it. */
function isAtWork(taskRun: OpenTaskRun): boolean {
  const { task, children, state, workerId, memo } = taskRun;
  // A WorkingDirectory whose job is over may have handlers left, which do not begin any more.
  if (memo?.['jobState'] !== undefined) return false;
  if (task.kind === 'runnable') return workerId !== undefined || isAttemptOpen(taskRun);
  if (children === undefined) return state.current === 'RUNNING';
  const isOfExecutions = children.kind === 'subflows' || children.kind === 'iterations';
  return isOfExecutions && children.phase === 'tasks' && children.running > 0;
}

/** Held where it is, at the next border between two tasks; one that has not begun is kept from it by whoever admits it. */
export function onSwitchHeld(live: Live, { killSwitch }: Extract<Event, { kind: 'switchHeld' }>): void {
  const isStopping = live.stop !== undefined || live.cancelledBy !== undefined;
  if (!live.isBegun || isStopping || live.heldBy === killSwitch || isTerminal(live.state.current)) return;
  live.heldBy = killSwitch;
  executionChanged(live);
  settleState(live);
}

/** Goes on, unless it was paused by hand as well. */
export function onSwitchReleased(live: Live): void {
  if (live.heldBy === undefined) return;
  live.heldBy = undefined;
  executionChanged(live);
  if (isOnHold(live)) settleState(live);
  else continueHeld(live);
}
