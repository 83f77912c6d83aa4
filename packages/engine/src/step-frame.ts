/** Moves a list of tasks on: opens what may run, changes phase, ends its flowable. The loop of the engine. */
import { isTerminal, type StateName } from '@windhover/model';
import { countChild, endTaskRun } from './end-task-run.ts';
import { completeAfterExecution, finishExecution } from './finish-execution.ts';
import { newGroup } from './frame.ts';
import { stateOfRank } from './group-state.ts';
import { enqueue, isOnHold, type Frame, type Live } from './live.ts';
import { openNextListener } from './open-next-listener.ts';
import { openTaskRun } from './open-task-run.ts';
import { remember } from './remember.ts';
import { mayEnd } from './sla.ts';
import { spareAfterKill } from './stop-execution.ts';

/** Steps every frame on the work list, and those that come onto it meanwhile. */
export function drain(live: Live): void {
  const { work } = live;
  for (let index = 0; index < work.length; index += 1) {
    const frame = work[index]!;
    frame.queued = false;
    stepFrame(live, frame);
  }
  work.length = 0;
}

function stepFrame(live: Live, frame: Frame): void {
  if (frame.ended) return;
  let hasMore = mayOpen(live, frame);
  // What is opened may end at once, and a failure stops the list
  for (; hasMore; hasMore = mayOpen(live, frame)) {
    if (isOnHold(live)) {
      hold(live, frame);
      break;
    }
    if (live.budget <= 0) {
      postpone(live, frame);
      break;
    }
    if (!openNext(live, frame)) break;
  }
  if (frame.running > 0 || hasMore) return;
  if (frame.forEach !== undefined) endGroup(live, frame, frame.forEach);
  else nextPhase(live, frame);
}

function mayOpen(live: Live, frame: Frame): boolean {
  return !isStopped(live, frame) && hasNext(frame);
}

/** Paused by hand: goes on when it is resumed. */
function hold(live: Live, frame: Frame): void {
  (live.heldFrames ??= new Set()).add(frame);
}

/** The call has opened as many task runs as one may: the frame goes on after a `continue`. */
function postpone(live: Live, frame: Frame): void {
  if (live.postponed === undefined) {
    live.postponed = new Set();
    live.effects.push({ kind: 'continue', frame: 'open' });
  }
  live.postponed.add(frame);
}

function isStopped(live: Live, frame: Frame): boolean {
  if (frame.broken || (frame.forEach !== undefined && frame.forEach.broken)) return true;
  // An Exit below ends all that is around it; the flow's own finally still runs.
  if (frame.exit !== undefined && frame.owner !== undefined) return true;
  if (live.stop !== undefined) return live.isCut || !frame.spared;
  return live.exit !== undefined && !frame.spared;
}

function hasNext(frame: Frame): boolean {
  if (frame.phase !== 'tasks') return frame.running === 0 && frame.next < frame.list.length;
  switch (frame.kind) {
    case 'sequence':
    case 'group':
    case 'loop':
      return frame.running === 0 && frame.next < frame.list.length;
    case 'parallel':
      return frame.next < frame.list.length && hasRoom(frame);
    case 'forEach':
      return (frame.next < frame.items!.length || hasIdle(frame)) && hasRoom(frame);
    case 'dag':
      return frame.ready!.length > 0 && hasRoom(frame);
    case 'subflows': {
      const isBusy = frame.owner!.waiting !== undefined;
      return !isBusy && hasRoom(frame) && frame.items !== undefined && frame.next < frame.items.length;
    }
    case 'iterations': {
      const { values, at, isEnd } = frame.feed!;
      const isBusy = frame.owner!.waiting !== undefined;
      return !isBusy && hasRoom(frame) && (at < values.length || !isEnd);
    }
    case 'job':
      return false;
  }
}

function hasIdle({ idle }: Frame): boolean {
  return idle !== undefined && idle.length > 0;
}

function hasRoom(frame: Frame): boolean {
  return frame.limit === 0 || frame.running < frame.limit;
}

/** False when it cannot be told yet what comes next: the list is stepped again once that is known. */
function openNext(live: Live, frame: Frame): boolean {
  if (frame.phase === 'tasks' && (frame.kind === 'subflows' || frame.kind === 'iterations')) {
    live.budget -= 1;
    frame.owner!.task.flowable!.openItem!(live, frame.owner!, frame);
    return true;
  }
  if (frame.phase === 'tasks' && frame.kind === 'forEach') {
    openNextGroup(live, frame);
    return true;
  }
  if (frame.phase === 'afterExecution') return openNextListener(live, frame);
  const index = frame.phase === 'tasks' && frame.kind === 'dag' ? frame.ready!.shift()! : frame.next++;
  openTaskRun(live, frame, frame.list[index]!, frame.value, frame.iteration);
  return true;
}

function openNextGroup(live: Live, forEach: Frame): void {
  forEach.running += 1;
  if (hasIdle(forEach)) return enqueue(live, forEach.idle!.shift()!);
  const group = newGroup(forEach, forEach.next);
  forEach.next += 1;
  if (group.list.length === 0) return endGroup(live, group, forEach);
  // Its first task belongs to it from the start: a stored ForEach knows its groups by their task runs.
  group.next = 1;
  openTaskRun(live, group, group.list[0]!, group.value, group.iteration);
}

function endGroup(live: Live, group: Frame, forEach: Frame): void {
  group.ended = true;
  forEach.running -= 1;
  countChild(forEach, group.worst, group.failed);
  if (group.exit !== undefined) forEach.exit = group.exit;
  enqueue(live, forEach);
}

function nextPhase(live: Live, frame: Frame): void {
  const branches = frame.owner === undefined ? live.flow : frame.owner.task.branches!;
  switch (frame.phase) {
    case 'tasks':
      // A LoopUntil between two rounds: its timer goes on with it.
      if (frame.owner?.state.current === 'PAUSED') return;
      if (!isStopped(live, frame) && frame.owner?.task.flowable?.roundEnded?.(live, frame) === true) return;
      if (frame.failed && live.stop === undefined && live.exit === undefined && branches.errors.length > 0) {
        return enterPhase(live, frame, 'errors', branches.errors);
      }
      return branches.finally.length > 0 && mayRunFinally(live, frame)
        ? enterPhase(live, frame, 'finally', branches.finally)
        : endFrame(live, frame);
    case 'errors':
      return branches.finally.length > 0 && mayRunFinally(live, frame)
        ? enterPhase(live, frame, 'finally', branches.finally)
        : endFrame(live, frame);
    case 'finally':
      return endFrame(live, frame);
    case 'afterExecution':
      frame.ended = true;
      return completeAfterExecution(live);
  }
}

/** After a kill only the flow's own; an execution that a new one replaces leaves it to that one. */
function mayRunFinally(live: Live, frame: Frame): boolean {
  if (live.stop === undefined) return live.exit !== 'RETRIED';
  return frame.spared || (frame.owner === undefined && live.nextOrd > 0 && !live.isCut);
}

function enterPhase(live: Live, frame: Frame, phase: 'errors' | 'finally', list: Frame['list']): void {
  frame.phase = phase;
  frame.list = list;
  frame.next = 0;
  frame.broken = false;
  if (phase === 'finally' && frame.owner === undefined) {
    frame.spared = true;
    if (live.stop !== undefined) spareAfterKill(live);
  }
  enqueue(live, frame);
}

function endFrame(live: Live, frame: Frame): void {
  const { owner } = frame;
  // What is paused does not end by itself either.
  if (owner === undefined && isOnHold(live)) return hold(live, frame);
  if (owner === undefined && !mayEnd(live, frame)) return;
  frame.ended = true;
  if (owner === undefined) return finishExecution(live, frame);
  if (isTerminal(owner.state.current)) return;
  if (frame.exit === undefined) return endTaskRun(live, owner, endStateOf(frame));
  owner.frame.exit = frame.exit;
  remember(live, owner, { exit: frame.exit });
  endTaskRun(live, owner, frame.exit, true);
}

function endStateOf(frame: Frame): StateName {
  const owner = frame.owner!;
  if (owner.state.current === 'KILLING') return 'KILLED';
  const state = stateOfRank(frame.worst);
  return owner.task.flowable?.endState?.(state) ?? state;
}
