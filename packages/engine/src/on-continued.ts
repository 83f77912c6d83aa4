import { admitExecution } from './begin-execution.ts';
import { enqueue, type Live } from './live.ts';
import { stopOpenTaskRuns } from './stop-execution.ts';
import type { Event } from './types.ts';

/** Goes on where a call had used up what it may open, or with an execution that was restarted. */
export function onContinued(live: Live, { frame }: Extract<Event, { kind: 'continued' }>): void {
  if (frame === 'stop') {
    if (live.stop !== undefined) stopOpenTaskRuns(live);
  } else if (frame === 'start') {
    if (live.state.current === 'RESTARTED' && !live.awaitsSlot) admitExecution(live);
  } else {
    const { postponed } = live;
    live.postponed = undefined;
    if (postponed !== undefined) for (const waiting of postponed) enqueue(live, waiting);
  }
}
