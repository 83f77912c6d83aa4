import type { StateName } from '@windhover/model';
import { enterExecutionState } from './execution-state.ts';
import { endExecution } from './finish-execution.ts';
import type { Live } from './live.ts';
import { stopExecution, type StopOptions } from './stop-execution.ts';

/**
 * Stops an execution wherever it is: one that has nothing open, or has not begun, ends at once. Before it has begun only a kill
 * shows as KILLING.
 */
export function orderStop(live: Live, endState: StateName, options: StopOptions): void {
  if (live.stop !== undefined) return;
  stopExecution(live, endState, options);
  if (live.root !== undefined && !live.root.ended) return;
  live.waiting = undefined;
  live.awaitsSlot = false;
  if (live.isBegun || endState === 'KILLED') enterExecutionState(live, 'KILLING');
  endExecution(live, endState);
}
