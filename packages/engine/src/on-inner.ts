/** Children of a WorkingDirectory, as the worker that holds its job reports them. */
import { attemptOfEvent } from './attempt-event.ts';
import { endTaskRun } from './end-task-run.ts';
import type { Live, OpenTaskRun } from './live.ts';
import { addTaskRun } from './open-task-run.ts';
import { beginAttempt, endAttempt } from './task-run-state.ts';
import type { CompiledTask, Event } from './types.ts';

export function onInnerStarted(live: Live, event: Extract<Event, { kind: 'innerStarted' }>): void {
  const found = innerOf(live, event);
  if (found === undefined || found.isKnown) return;
  beginAttempt(live, addInner(live, found.directory, found.task));
}

export function onInnerEnded(live: Live, event: Extract<Event, { kind: 'innerEnded' }>): void {
  const found = innerOf(live, event);
  if (found === undefined) return;
  const open = found.directory.children!.inner!.get(event.taskId);
  if (open === undefined && found.isKnown) return;
  const inner = open ?? addInner(live, found.directory, found.task);
  if (event.state !== 'SKIPPED') endAttempt(live, inner, event.state, event.logFile);
  if (event.outputs !== undefined) inner.outputs = event.outputs;
  endTaskRun(live, inner, event.state);
}

function addInner(live: Live, directory: OpenTaskRun, task: CompiledTask): OpenTaskRun {
  const job = directory.children!;
  const inner = addTaskRun(live, job, task, undefined, undefined);
  job.inner!.set(task.id, inner);
  job.innerOrds!.push(inner.ord);
  job.next = Math.max(job.next, task.index + 1);
  return inner;
}

/** The directory and the child that the event names; `isKnown` when the child has a task run already. */
function innerOf(
  live: Live,
  event: { readonly ord: number; readonly attempt: number; readonly lease: number; readonly taskId: string },
): { readonly directory: OpenTaskRun; readonly task: CompiledTask; readonly isKnown: boolean } | undefined {
  const directory = attemptOfEvent(live, event);
  const job = directory?.children;
  const task = job?.list.find(({ id }) => id === event.taskId);
  if (directory === undefined || job?.kind !== 'job' || task === undefined) return undefined;
  return { directory, task, isKnown: task.index < job.next };
}
