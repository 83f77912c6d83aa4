/** News of child executions, for the Subflow, ForEachItem or Loop that started them. */
import type { Live, OpenTaskRun } from './live.ts';
import type { Event } from './types.ts';

export function onChildStarted(live: Live, event: Extract<Event, { kind: 'childStarted' }>): void {
  const taskRun = live.open.get(event.ord);
  if (isLate(taskRun, event)) return;
  if (taskRun?.task.flowable?.childStarted !== undefined)
    return taskRun.task.flowable.childStarted(live, taskRun, event);
  // Its starter was stopped while it was being made: it must not outlive it.
  if (live.stop?.cascade === true) live.effects.push({ kind: 'killChild', ord: event.ord, childId: event.childId });
}

export function onChildRefused(live: Live, event: Extract<Event, { kind: 'childRefused' }>): void {
  const taskRun = starterOf(live, event.ord);
  if (!isLate(taskRun, event)) taskRun?.task.flowable!.childRefused?.(live, taskRun, event);
}

export function onChildEnded(live: Live, event: Extract<Event, { kind: 'childEnded' }>): void {
  const taskRun = starterOf(live, event.ord);
  taskRun?.task.flowable!.childEnded?.(live, taskRun, event);
}

export function onChildReplaced(live: Live, event: Extract<Event, { kind: 'childReplaced' }>): void {
  const taskRun = starterOf(live, event.ord);
  taskRun?.task.flowable!.childReplaced?.(live, taskRun, event);
}

/** Of an attempt that is over: the one that goes on has a child of its own. */
function isLate(taskRun: OpenTaskRun | undefined, { attempt }: { readonly attempt?: number }): boolean {
  return taskRun !== undefined && attempt !== undefined && taskRun.attempt !== attempt;
}

function starterOf(live: Live, ord: number): OpenTaskRun | undefined {
  const taskRun = live.open.get(ord);
  return taskRun?.task.flowable === undefined ? undefined : taskRun;
}
