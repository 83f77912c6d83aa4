import { executionLink } from '@windhover/model';
import type { Live, OpenTaskRun } from '../live.ts';
import type { Event } from '../types.ts';

/** Says in the log of a task which execution it has begun; to be called with the change that keeps its id, thus once. */
export function logChild(
  live: Live,
  { ord }: OpenTaskRun,
  what: 'Created new' | 'Restarted',
  { childId, flow }: Extract<Event, { kind: 'childStarted' }>,
): void {
  if (flow === undefined) return;
  const message = `${what} execution ${executionLink({ id: childId, ...flow })}`;
  live.effects.push({ kind: 'log', ord, level: 'INFO', message });
}
