import { attemptOfEvent } from './attempt-event.ts';
import type { Live } from './live.ts';
import { killTaskRun } from './stop-execution.ts';
import { endAttempt } from './task-run-state.ts';
import type { Event } from './types.ts';

/** The worker confirms that the task is gone. */
export function onTaskKilled(live: Live, event: Extract<Event, { kind: 'taskKilled' }>): void {
  const taskRun = attemptOfEvent(live, event);
  if (taskRun === undefined) return;
  if (event.logFile !== undefined) endAttempt(live, taskRun, 'KILLED', event.logFile);
  killTaskRun(live, taskRun);
}
