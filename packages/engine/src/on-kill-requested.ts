import { isTerminal } from '@windhover/model';
import type { Live } from './live.ts';
import { orderStop } from './order-stop.ts';
import { cutSpared, stopExecution } from './stop-execution.ts';
import type { Event } from './types.ts';

/** A repeat changes nothing; an ended execution keeps its state, but its `afterExecution` is stopped. */
export function onKillRequested(live: Live, event: Extract<Event, { kind: 'killRequested' }>): void {
  if (live.isOver || live.stop !== undefined) return;
  if (!isTerminal(live.state.current))
    return orderStop(live, event.endState ?? 'KILLED', { cascade: event.cascade !== false });
  stopExecution(live, live.state.current, { cascade: event.cascade !== false });
  cutSpared(live);
}
