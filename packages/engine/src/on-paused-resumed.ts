import { isTerminal } from '@windhover/model';
import { beginExecution } from './begin-execution.ts';
import { enterExecutionState, settleState } from './execution-state.ts';
import { executionChanged, isOnHold, type Live, type OpenTaskRun } from './live.ts';
import { startTimerOf } from './on-created.ts';
import { beginTaskRun, passBreakpoint } from './open-task-run.ts';
import { releaseHeld } from './stop-execution.ts';
import type { Event } from './types.ts';

/** Running tasks finish, no new one starts. */
export function onPauseRequested(live: Live): void {
  if (live.root === undefined || live.isHeld || live.stop !== undefined || isTerminal(live.state.current)) return;
  live.isHeld = true;
  executionChanged(live);
  settleState(live);
}

/** The task run named, else what was paused by hand, else the breakpoints, else the first Pause that waits. */
export function onResumed(live: Live, event: Extract<Event, { kind: 'resumed' }>): void {
  if (live.isOver) return;
  if (event.ord === undefined && live.isHeld) return resumeHeld(live);
  if (event.ord === undefined && live.atBreakpoint !== undefined && live.atBreakpoint.size > 0)
    return passBreakpoints(live, event.breakpoints ?? live.breakpoints);
  const paused = event.ord === undefined ? firstPaused(live) : live.open.get(event.ord);
  if (paused?.state.current !== 'PAUSED' || paused.task.flowable?.resume === undefined) return;
  paused.task.flowable.resume(live, paused, event);
}

/** What a kill switch holds as well goes on when that ends. */
function resumeHeld(live: Live): void {
  live.isHeld = false;
  executionChanged(live);
  if (!isOnHold(live)) continueHeld(live);
}

/** RESTARTED between PAUSED and RUNNING tells a resume by hand from one by a timer. One that is queued stays so. */
export function continueHeld(live: Live): void {
  const { heldTaskRuns } = live;
  live.heldTaskRuns = undefined;
  releaseHeld(live);
  executionChanged(live);
  const isPaused = live.state.current === 'PAUSED';
  if (isPaused && (live.paused === undefined || live.paused.size === 0)) enterExecutionState(live, 'RESTARTED');
  settleState(live);
  if (heldTaskRuns !== undefined) for (const taskRun of heldTaskRuns) beginTaskRun(live, taskRun);
}

function passBreakpoints(live: Live, breakpoints: Live['breakpoints']): void {
  live.breakpoints = breakpoints;
  executionChanged(live);
  for (const taskRun of live.atBreakpoint!) passBreakpoint(live, taskRun);
  settleState(live);
}

function firstPaused(live: Live): OpenTaskRun | undefined {
  for (const taskRun of live.paused ?? []) if (taskRun.task.flowable?.resume !== undefined) return taskRun;
  return undefined;
}

/** Begins without waiting: for the date, for a slot, for a resume. What runs already is left alone. */
export function onForceRun(live: Live, event: Extract<Event, { kind: 'forceRun' }>): void {
  if (live.stop !== undefined || isTerminal(live.state.current)) return;
  if (live.root === undefined || live.awaitsSlot) return forceBegin(live);
  if (live.state.current === 'PAUSED' || live.state.current === 'BREAKPOINT')
    onResumed(live, { kind: 'resumed', at: event.at, ...(event.by === undefined ? undefined : { by: event.by }) });
}

function forceBegin(live: Live): void {
  if (live.begunFrom.scheduleAt !== undefined) live.effects.push({ kind: 'cancelTimer', key: startTimerOf(live) });
  beginExecution(live);
}
