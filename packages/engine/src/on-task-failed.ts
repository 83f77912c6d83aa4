import { attemptOfEvent } from './attempt-event.ts';
import { failAttempt } from './fail-attempt.ts';
import type { Live } from './live.ts';
import { endInnerTaskRuns } from './stop-execution.ts';
import type { Event } from './types.ts';

/** The attempt's own log has the message already: whoever ran it wrote it there. */
export function onTaskFailed(live: Live, event: Extract<Event, { kind: 'taskFailed' }>): void {
  const taskRun = attemptOfEvent(live, event);
  if (taskRun === undefined) return;
  endInnerTaskRuns(live, taskRun, 'FAILED');
  failAttempt(live, taskRun, event);
}
