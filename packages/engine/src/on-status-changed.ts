import { isTerminal } from '@windhover/model';
import { enterExecutionState } from './execution-state.ts';
import type { Live } from './live.ts';
import type { Event } from './types.ts';

/** One terminal state for another, by a user; runs nothing. Killed executions stay killed. */
export function onStatusChanged(live: Live, { state }: Extract<Event, { kind: 'statusChanged' }>): void {
  const { current } = live.state;
  if (isTerminal(current) && isTerminal(state) && current !== 'KILLED') enterExecutionState(live, state);
}
