/** Opens lists of tasks: a flowable's, one group of a ForEach, the flow's own. */
import type { CompiledTask, Phase } from './types.ts';
import type { Frame, Live, OpenTaskRun } from './live.ts';
import { enqueue } from './live.ts';

/** A frame at its beginning; `owner` undefined is the execution itself. */
export function newFrame(
  kind: Frame['kind'],
  owner: OpenTaskRun | undefined,
  list: readonly CompiledTask[],
  limit: number,
  phase: Phase = 'tasks',
): Frame {
  const around = owner?.frame;
  return {
    kind,
    owner,
    forEach: undefined,
    loop: around?.loop,
    iteration: undefined,
    value: undefined,
    limit,
    phase,
    list,
    next: 0,
    running: 0,
    worst: 0,
    failed: false,
    broken: false,
    spared: around !== undefined && around.spared,
    exit: undefined,
    items: undefined,
    feed: undefined,
    idle: undefined,
    ready: undefined,
    waitsFor: undefined,
    inner: undefined,
    innerOrds: undefined,
    ords: undefined,
    previousOrds: undefined,
    queued: false,
    ended: false,
  };
}

/** One group of a ForEach: its tasks run one after another for one item. */
export function newGroup(forEach: Frame, iteration: number): Frame {
  const group = newFrame('group', forEach.owner, forEach.list, 0);
  group.forEach = forEach;
  group.iteration = iteration;
  group.value = forEach.items![iteration]!;
  return group;
}

/** One round after another; task runs below it are noted in this frame. */
export function newLoopFrame(owner: OpenTaskRun, list: readonly CompiledTask[], round: number): Frame {
  const frame = newFrame('loop', owner, list, 0);
  frame.loop = frame;
  frame.iteration = round;
  frame.ords = [];
  frame.previousOrds = [];
  return frame;
}

export function newDagFrame(owner: OpenTaskRun, limit: number): Frame {
  const { tasks, dependencies } = owner.task.branches!;
  const frame = newFrame('dag', owner, tasks, limit);
  frame.waitsFor = dependencies.counts.slice();
  frame.ready = [];
  for (let index = 0; index < tasks.length; index += 1) if (frame.waitsFor[index] === 0) frame.ready.push(index);
  return frame;
}

/** Gives a flowable its frame and has it stepped in this call. */
export function openFrame(live: Live, taskRun: OpenTaskRun, frame: Frame): void {
  taskRun.children = frame;
  enqueue(live, frame);
}
