import { isTerminal } from '@windhover/model';
import type { WireState } from '../api/wire.ts';

/** When it ended; undefined while it has not. The API also dates the end of what is paused, which goes on later. */
export function endDateOf(state: WireState): string | undefined {
  return isTerminal(state.current) ? state.endDate : undefined;
}
