/** Ends a task run: its row is final, its list goes on. */
import { isTerminal, type JsonObject, type StateName } from '@windhover/model';
import { failedRank, rankOf } from './group-state.ts';
import { enqueue, enterState, type Frame, type Live, type OpenTaskRun } from './live.ts';
import { putOutputs, putTaskState } from './outputs.ts';
import { leave } from './task-run-state.ts';
import { toTaskRun } from './to-task-run.ts';
import { valuePath } from './value-path.ts';

/**
 * Enters a terminal state after allowFailure (FAILED → WARNING) and allowWarning (WARNING → SUCCESS), which do not soften
 * what an Exit task or a broken SLA decided. Takes the task run
 * out of memory and puts its list on the work list. The list is stepped later in the call, never from here: a hundred
 * thousand nested ends must not grow the stack.
 */
export function endTaskRun(live: Live, taskRun: OpenTaskRun, ending: StateName, isExit = false): void {
  const { task, frame } = taskRun;
  const isBlamed = ending === 'KILLED' && live.stop?.blamedOrd === taskRun.ord;
  const state = isBlamed ? live.stop!.endState : ending;
  const accepted = isExit || isBlamed ? state : acceptedState(task.definition, state);
  const before = taskRun.state.current;
  enterState(taskRun.state, accepted, live.at);
  leave(live, taskRun, before);
  live.open.delete(taskRun.ord);
  live.heldTaskRuns?.delete(taskRun);
  closeLastAttempt(live, taskRun, state);
  if (taskRun.children !== undefined) closeFrame(taskRun.children);
  const path = valuePath(taskRun);
  putTaskState(live.outputs, task.id, path, accepted);
  if (taskRun.outputs !== undefined && taskRun.children === undefined)
    putOutputs(live.outputs, task.id, path, taskRun.outputs);
  live.changes.push({ kind: 'taskRunEnded', taskRun: toTaskRun(taskRun) });
  childEnded(live, frame, taskRun, accepted);
}

/** Outputs of an open task run are seen at once: by its children and by those who run beside it. */
export function setOutputs(live: Live, taskRun: OpenTaskRun, outputs: JsonObject): void {
  taskRun.outputs = outputs;
  putOutputs(live.outputs, taskRun.task.id, valuePath(taskRun), outputs);
}

/** An attempt that was under way shares the end, before it is tolerated. */
function closeLastAttempt(live: Live, taskRun: OpenTaskRun, state: StateName): void {
  const last = taskRun.attempts[taskRun.attempts.length - 1];
  if (last !== undefined && !isTerminal(last.state.current)) enterState(last.state, state, live.at);
}

/** Task runs of a loop's last round belong to the loop around it from now on. */
function closeFrame(frame: Frame): void {
  frame.ended = true;
  const around = frame.owner?.frame.loop;
  if (frame.kind === 'loop' && around !== undefined) for (const ord of frame.ords!) around.ords!.push(ord);
}

function acceptedState(
  { allowFailure, allowWarning }: { allowFailure: boolean; allowWarning: boolean },
  state: StateName,
): StateName {
  const tolerated = state === 'FAILED' && allowFailure ? 'WARNING' : state;
  return tolerated === 'WARNING' && allowWarning ? 'SUCCESS' : tolerated;
}

function childEnded(live: Live, frame: Frame, taskRun: OpenTaskRun, state: StateName): void {
  if (frame.kind === 'job' && frame.phase === 'tasks') {
    frame.inner!.delete(taskRun.task.id);
    return;
  }
  frame.running -= 1;
  const { owner } = frame;
  if (owner?.task.flowable?.childTaskEnded !== undefined) owner.task.flowable.childTaskEnded(live, owner, taskRun);
  countChild(frame, rankOf(state), state === 'FAILED');
  if (frame.kind === 'dag' && frame.phase === 'tasks') releaseDependents(frame, taskRun.task.index);
  enqueue(live, frame);
}

/** Failures of `errors` do not count again: that the tasks failed is known already. */
export function countChild(frame: Frame, rank: number, isFailed: boolean): void {
  if (frame.phase !== 'errors' && rank > frame.worst) frame.worst = rank;
  if (frame.phase === 'tasks' && isFailed) frame.failed = true;
  if (rank >= failedRank) {
    frame.broken = true;
    if (frame.forEach !== undefined) frame.forEach.broken = true;
  }
}

export function releaseDependents(frame: Frame, index: number): void {
  for (const dependent of frame.owner!.task.branches!.dependencies.dependents[index]!) {
    frame.waitsFor![dependent]! -= 1;
    if (frame.waitsFor![dependent] === 0) frame.ready!.push(dependent);
  }
}
