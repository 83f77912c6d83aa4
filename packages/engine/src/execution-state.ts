/** The execution's own state while it runs: what its task runs wait for decides. */
import { isTerminal, type StateName } from '@windhover/model';
import { enterState, executionChanged, type Live } from './live.ts';

/** Enters a state and tells of it; the current state again does nothing. */
export function enterExecutionState(live: Live, state: StateName): void {
  if (!enterState(live.state, state, live.at)) return;
  executionChanged(live);
  live.effects.push({ kind: 'stateChanged', state });
}

/** Brings the state in line with what is open: KILLING, PAUSED, BREAKPOINT, RETRYING or RUNNING. */
export function settleState(live: Live): void {
  if (!live.isBegun || isTerminal(live.state.current)) return;
  enterExecutionState(live, runningState(live));
}

function runningState(live: Live): StateName {
  if (live.stop !== undefined) return 'KILLING';
  if (live.isHeld || live.heldBy !== undefined || (live.paused !== undefined && live.paused.size > 0)) return 'PAUSED';
  if (live.atBreakpoint !== undefined && live.atBreakpoint.size > 0) return 'BREAKPOINT';
  return live.retrying > 0 ? 'RETRYING' : 'RUNNING';
}
