/** A live execution from its rows: frames, cursors and counters are derived, never stored. */
import { isTerminal, type Attempt, type Execution, type StateName, type TaskRun } from '@windhover/model';
import { countChild, releaseDependents } from './end-task-run.ts';
import { newFrame, newGroup } from './frame.ts';
import { failedRank, rankOf } from './group-state.ts';
import {
  copyHistory,
  defaultEngineSettings,
  newLive,
  type Frame,
  type Live,
  type LiveOptions,
  type MutableAttempt,
  type OpenTaskRun,
} from './live.ts';
import { newOutputIndex, putMissing, putOutputs, putTaskState, type ValuePath } from './outputs.ts';
import type { ExecutionMemo } from './to-task-run.ts';
import type { CompiledFlow, CompiledTask, Evaluator, Phase } from './types.ts';

/** A stored task run; open ones bring the claim of their live row. */
export interface StoredTaskRun extends TaskRun {
  readonly lease?: number;
  readonly workerId?: string;
  /** Of an ended row that was read without its outputs: they exist and are loaded when a template needs them. */
  readonly hasOutputs?: boolean;
}

/**
 * Rebuilds the live state from the execution's row and all its task runs, in any order. The event `loaded` must follow
 * for an execution that goes on; `restarted`, `taskStateChanged` and `statusChanged` may for one that has ended.
 */
export function loadLive(
  flow: CompiledFlow,
  execution: Execution,
  taskRuns: readonly StoredTaskRun[],
  evaluator: Evaluator,
  options: LiveOptions = {},
): Live {
  const settings = options.settings ?? defaultEngineSettings;
  const live = newLive(
    flow,
    execution,
    copyHistory(execution.state),
    evaluator,
    newOutputIndex(settings.outputCacheBytes),
    options,
  );
  const memo = (execution.memo ?? {}) as ExecutionMemo;
  live.variables = execution.variables;
  live.flowOutputs = execution.outputs;
  live.nextOrd = memo.floorOrd ?? 0;
  live.floorOrd = live.nextOrd;
  live.isHeld = memo.isHeld === true;
  live.heldBy = memo.heldBy;
  live.cancelledBy = memo.cancelledBy;
  live.stop = memo.stop;
  live.isCut = memo.isCut === true;
  live.exit = memo.exit;
  live.retryAt = memo.retryAt;
  live.violatedSlas = memo.violatedSlas ?? [];
  live.isCreated = true;
  live.isBegun = hasBegun(live);
  const hasEnded = isTerminal(execution.state.current);
  live.isOver = hasEnded && (memo.isOver === true || flow.afterExecution.length === 0 || taskRuns.length === 0);
  if (hasEnded) live.rows = taskRuns;
  fillFromRows(live, taskRuns);
  return live;
}

/** Builds what is open, its frames and the outputs from rows; `live` has none of them yet. */
export function fillFromRows(live: Live, taskRuns: readonly StoredTaskRun[]): void {
  const rows = taskRuns.toSorted((left, right) => left.ord - right.ord);
  // Never lower: an ordinal is not given twice, even if the task run that had it was removed.
  if (rows.length > 0) live.nextOrd = Math.max(live.nextOrd, rows[rows.length - 1]!.ord + 1);
  if (rows.length === 0 && !hasBegun(live)) return;
  live.root = newRoot(live);
  const loader: Loader = { live, paths: new Map(), groups: new Map(), loops: new Map(), earlier: new Set() };
  for (const row of rows) loadRow(loader, row);
  for (const [forEach, groups] of loader.groups) closeGroups(forEach, groups);
}

function hasBegun({ state: { current } }: Live): boolean {
  return current !== 'CREATED' && current !== 'QUEUED' && current !== 'RESTARTED';
}

/** The flow's own list in the phase that its rows tell of. */
function newRoot(live: Live): Frame {
  if (isTerminal(live.state.current)) {
    const frame = newFrame('sequence', undefined, live.flow.afterExecution, 0, 'afterExecution');
    frame.spared = true;
    frame.ended = live.isOver;
    return frame;
  }
  return newFrame('sequence', undefined, live.flow.tasks, 0);
}

interface Loader {
  readonly live: Live;
  /** Values above and at each task run that has children or may have them. */
  readonly paths: Map<number, ValuePath>;
  readonly groups: Map<Frame, Map<number, Frame>>;
  /** The LoopUntil nearest to each task run. */
  readonly loops: Map<number, Frame>;
  /** Task runs of an earlier round than the one that their LoopUntil is in. */
  readonly earlier: Set<number>;
}

function loadRow(loader: Loader, row: StoredTaskRun): void {
  const { live } = loader;
  const task = live.flow.byId.get(row.taskId);
  const path = pathOf(loader, row);
  indexRow(live, row, path);
  const parent = row.parentOrd < 0 ? undefined : live.open.get(row.parentOrd);
  noteInLoop(loader, row, parent);
  // Of another revision, or below a flowable that has ended: history only.
  if (task === undefined || (row.parentOrd >= 0 && parent?.children === undefined)) return;
  const frame = frameFor(loader, parent === undefined ? live.root! : parent.children!, task, row);
  if (frame === undefined) return;
  if (frame.kind === 'job' && frame.phase === 'tasks') {
    frame.innerOrds!.push(row.ord);
    advanceCursor(frame, task);
  }
  if (isTerminal(row.state.current)) countEnded(frame, task, row);
  else reopen(live, frame, task, parent, row);
}

function pathOf({ paths }: Loader, row: StoredTaskRun): ValuePath {
  const above = paths.get(row.parentOrd) ?? [];
  const path = row.value === undefined ? above : [...above, row.value];
  if (path.length > 0) paths.set(row.ord, path);
  return path;
}

function indexRow(live: Live, row: StoredTaskRun, path: ValuePath): void {
  if (isTerminal(row.state.current)) putTaskState(live.outputs, row.taskId, path, row.state.current);
  if (row.outputs !== undefined) putOutputs(live.outputs, row.taskId, path, row.outputs);
  else if (row.hasOutputs === true) putMissing(live.outputs, row.taskId, path);
}

function noteInLoop({ live, loops, earlier }: Loader, row: StoredTaskRun, parent: OpenTaskRun | undefined): void {
  const loop = parent?.children?.kind === 'loop' ? parent.children : loops.get(row.parentOrd);
  if (loop === undefined || live.root === undefined) return;
  loops.set(row.ord, loop);
  const isEarlier = parent?.children === loop && row.iteration !== undefined && row.iteration < loop.iteration!;
  if (!isEarlier && !earlier.has(row.parentOrd)) return void loop.ords!.push(row.ord);
  earlier.add(row.ord);
  loop.previousOrds!.push(row.ord);
}

/** The list that a row stands in, moved to the row's phase; undefined for a row of an earlier round or phase. */
function frameFor(loader: Loader, frame: Frame, task: CompiledTask, row: StoredTaskRun): Frame | undefined {
  if (frame.kind === 'loop' && row.iteration !== undefined && row.iteration < frame.iteration!) return undefined;
  if (frame.phase === 'afterExecution') return task.phase === 'afterExecution' ? frame : undefined;
  if (task.phase !== frame.phase) {
    if (order[task.phase] < order[frame.phase]) return undefined;
    enterStoredPhase(loader.live, frame, task.phase);
  }
  return frame.kind === 'forEach' && frame.phase === 'tasks' ? groupFor(loader, frame, row) : frame;
}

const order: Readonly<Record<Phase, number>> = { tasks: 0, errors: 1, finally: 2, afterExecution: 3 };

function enterStoredPhase(live: Live, frame: Frame, phase: Phase): void {
  const lists = frame.owner === undefined ? live.flow : frame.owner.task.branches!;
  frame.phase = phase;
  frame.list = phase === 'errors' ? lists.errors : lists.finally;
  frame.next = 0;
  frame.broken = false;
  if (phase === 'finally' && frame.owner === undefined) frame.spared = true;
}

function groupFor({ groups }: Loader, forEach: Frame, row: StoredTaskRun): Frame {
  let ofForEach = groups.get(forEach);
  if (ofForEach === undefined) groups.set(forEach, (ofForEach = new Map()));
  const iteration = row.iteration!;
  let group = ofForEach.get(iteration);
  if (group === undefined) {
    ofForEach.set(iteration, (group = newGroup(forEach, iteration)));
    forEach.next = Math.max(forEach.next, iteration + 1);
  }
  return group;
}

function countEnded(frame: Frame, task: CompiledTask, row: StoredTaskRun): void {
  if (frame.kind === 'job' && frame.phase === 'tasks') return;
  advanceCursor(frame, task);
  countChild(frame, rankOf(row.state.current), row.state.current === 'FAILED');
  if (frame.kind === 'dag' && frame.phase === 'tasks') releaseDependents(frame, task.index);
  if (row.memo?.['exit'] !== undefined) markExit(frame, row.memo['exit'] as StateName);
}

function markExit(frame: Frame, state: StateName): void {
  frame.exit = state;
  if (frame.forEach !== undefined) frame.forEach.exit = state;
}

function advanceCursor(frame: Frame, task: CompiledTask): void {
  if (frame.kind === 'dag' && frame.phase === 'tasks') {
    const position = frame.ready!.indexOf(task.index);
    if (position >= 0) frame.ready!.splice(position, 1);
    // Opened already, even if what it waited for begins again: its count never comes to nought.
    frame.waitsFor![task.index] = -1;
  } else frame.next = Math.max(frame.next, task.index + 1);
}

function reopen(
  live: Live,
  frame: Frame,
  task: CompiledTask,
  parent: OpenTaskRun | undefined,
  row: StoredTaskRun,
): void {
  const isInner = frame.kind === 'job' && frame.phase === 'tasks';
  const taskRun: OpenTaskRun = {
    ord: row.ord,
    parent,
    frame,
    task,
    value: row.value,
    iteration: row.iteration,
    state: copyHistory(row.state),
    attempts: row.attempts.map(toMutable),
    attempt: attemptOf(row),
    lease: row.lease ?? 0,
    workerId: row.workerId,
    outputs: row.outputs,
    memo: row.memo,
    children: undefined,
    waiting: undefined,
    item: undefined,
    isAsking: false,
    seen: undefined,
    changedIn: 0,
  };
  live.open.set(row.ord, taskRun);
  if (isInner) frame.inner!.set(task.id, taskRun);
  else {
    advanceCursor(frame, task);
    frame.running += 1;
  }
  const state = row.state.current;
  if (state === 'PAUSED') (live.paused ??= new Set()).add(taskRun);
  else if (state === 'BREAKPOINT') (live.atBreakpoint ??= new Set()).add(taskRun);
  else if (state === 'RETRYING') live.retrying += 1;
  if (
    task.flowable !== undefined &&
    (task.kind === 'runnable' || (state !== 'CREATED' && state !== 'RESTARTED' && state !== 'BREAKPOINT'))
  ) {
    taskRun.children = task.flowable.restore(live, taskRun);
  }
}

/** The attempt under way, or the next one when the last has ended. */
function attemptOf({ attempts }: TaskRun): number {
  const last = attempts[attempts.length - 1];
  return last === undefined || isTerminal(last.state.current) ? attempts.length + 1 : attempts.length;
}

function toMutable(attempt: Attempt): MutableAttempt {
  return { ...attempt, state: copyHistory(attempt.state) };
}

/** A group of a ForEach is over when nothing of it is open and nothing of it is left to open. */
function closeGroups(forEach: Frame, groups: ReadonlyMap<number, Frame>): void {
  for (const group of [...groups.values()].sort((left, right) => left.iteration! - right.iteration!)) {
    const isOver = group.running === 0 && (group.worst >= failedRank || group.next >= group.list.length);
    if (isOver || forEach.phase !== 'tasks') countGroup(forEach, group);
    else if (group.running > 0) forEach.running += 1;
    else (forEach.idle ??= []).push(group);
  }
}

function countGroup(forEach: Frame, group: Frame): void {
  forEach.worst = Math.max(forEach.worst, group.worst);
  if (group.failed) forEach.failed = true;
}
