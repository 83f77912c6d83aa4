/**
 * Loop: its tasks for each value, each time as an execution of its own. One task run holds counters and the iterations
 * that run, however many values there are: they are read page by page, and what iterations gave is collected at the end.
 */
import { isTruthyText } from '@windhover/expressions';
import type { JsonObject, LoopItem, LoopRun, StateName } from '@windhover/model';
import { setOutputs } from '../end-task-run.ts';
import { evaluate } from '../evaluate.ts';
import { failTaskRun } from '../fail-task-run.ts';
import { newFrame, openFrame } from '../frame.ts';
import { failedRank, rankOf } from '../group-state.ts';
import { enqueue, type Feed, type Frame, type Live, type OpenTaskRun } from '../live.ts';
import { remember } from '../remember.ts';
import { killTaskRun } from '../stop-execution.ts';
import { textOf } from '../text-of.ts';
import type { LoopPage, LoopValue } from '../types.ts';
import { itemVariable } from '../variables.ts';
import { doesTransmitFailed } from './child-spec.ts';
import type { Flowable } from './flowable.ts';
import { childrenAtOnce, limitOf } from './limit.ts';
import {
  atFirst,
  isRunning,
  note,
  progressOf,
  roundOf,
  showProgress,
  without,
  type ChildEnded,
} from './loop-progress.ts';
import { loopSource, type LoopSource } from './loop-source.ts';

/** Values read ahead. */
const pageSize = 200;

export const loop: Flowable = {
  keepsProgress: true,
  start(live, taskRun) {
    const { source } = progressOf(taskRun);
    // A restart goes through all iterations again: those that went well answer at once.
    if (source !== undefined) return open(live, taskRun, source);
    const result = evaluate(live, taskRun, 'values', taskRun.task.definition.properties['values'], 'value');
    if (result === undefined) return;
    if (result.kind === 'failed') failTaskRun(live, taskRun, result.message);
    else takeValues(live, taskRun, result.value);
  },
  resolved(live, taskRun, key, value) {
    switch (nameOf(key)) {
      case 'values':
        return takeValues(live, taskRun, value);
      case 'kept':
        return open(live, taskRun, value as LoopSource);
      case 'page':
        turnPage(taskRun.children!, value as LoopPage);
        break;
      case 'again':
        beginAgain(live, taskRun, taskRun.children!, offsetOf(key), (value as LoopPage).values);
        break;
      case 'breakWhen':
        conclude(live, taskRun, taskRun.children!.feed!.looking!, isTruthyText(textOf(value)));
        break;
      case 'outputs':
        remember(live, taskRun, { isGathered: true });
        setOutputs(live, taskRun, { ...taskRun.outputs, ...(value as JsonObject) });
        break;
    }
    lookAtEnded(live, taskRun);
  },
  unresolved(live, taskRun, message, key) {
    switch (nameOf(key)) {
      case 'page':
        turnPage(taskRun.children!, { values: [], isEnd: true });
        fail(live, taskRun, `The values cannot be read: ${message}`);
        break;
      case 'again':
        beginAgain(live, taskRun, taskRun.children!, offsetOf(key), []);
        break;
      case 'breakWhen':
        fail(live, taskRun, `'breakWhen' cannot be rendered: ${message}`);
        conclude(live, taskRun, taskRun.children!.feed!.looking!, true);
        break;
      case 'outputs':
        remember(live, taskRun, { isGathered: true });
        fail(live, taskRun, `The outputs of the iterations cannot be collected: ${message}`);
        break;
      default:
        return failTaskRun(live, taskRun, message);
    }
    lookAtEnded(live, taskRun);
  },
  restore(live, taskRun) {
    return progressOf(taskRun).source === undefined ? undefined : frameOf(live, taskRun);
  },
  recover(live, taskRun) {
    const frame = taskRun.children;
    if (frame === undefined) return loop.start(live, taskRun);
    askRunning(live, taskRun);
    if (frame.ready!.length > 0) readAgain(live, taskRun, frame);
  },
  openItem(live, taskRun, frame) {
    frame.running += 1;
    const feed = frame.feed!;
    const value = feed.values[feed.at];
    if (value === undefined) return readPage(live, taskRun);
    feed.at += 1;
    const index = frame.next;
    frame.next += 1;
    const { offset, starting } = progressOf(taskRun);
    note(live, taskRun, { next: frame.next, offset: value.end, starting: { ...starting, [index]: offset } });
    begin(live, taskRun, index, value);
    showProgress(live, taskRun);
  },
  roundEnded(live, frame) {
    const taskRun = frame.owner!;
    if (taskRun.waiting !== undefined) return true;
    const { outputs, fetchType = 'AUTO' } = taskRun.task.definition.properties;
    const isAsked = Array.isArray(outputs) && outputs.length > 0;
    if (!isAsked || progressOf(taskRun).isGathered === true) return false;
    const round = roundOf(taskRun);
    const key = `outputs:${round}`;
    taskRun.waiting = key;
    live.effects.push({
      kind: 'gatherOutputs',
      ord: taskRun.ord,
      key,
      count: frame.next,
      round,
      fetchType: fetchType as 'AUTO' | 'FETCH' | 'STORE',
    });
    return true;
  },
  childStarted(live, taskRun, { iteration, childId }) {
    const { starting, running } = progressOf(taskRun);
    if (iteration === undefined || starting[iteration] === undefined) return;
    note(live, taskRun, { starting: without(starting, iteration), running: { ...running, [iteration]: childId } });
    askNoMoreFor(taskRun, iteration);
    if (taskRun.state.current === 'KILLING') live.effects.push({ kind: 'killChild', ord: taskRun.ord, childId });
  },
  childRefused(live, taskRun, { iteration, message }) {
    if (iteration === undefined || progressOf(taskRun).starting[iteration] === undefined) return;
    // One that was sought in order to be killed was never made.
    if (taskRun.state.current === 'KILLING') dropIteration(live, taskRun, iteration);
    else refuse(live, taskRun, iteration, message);
  },
  childEnded(live, taskRun, event) {
    if (!isRunning(taskRun, event)) return;
    const { breakWhen } = taskRun.task.definition.properties;
    const isAsked = breakWhen !== undefined && breakWhen !== null && progressOf(taskRun).isBroken !== true;
    if (!isAsked || taskRun.state.current === 'KILLING') return endIteration(live, taskRun, event);
    taskRun.children!.feed!.ended.push(event);
    lookAtEnded(live, taskRun);
  },
  /** Iterations are parts of the execution: they are stopped with it even where other children would go on. */
  stop(live, taskRun) {
    const { children: frame, ord } = taskRun;
    // Handlers are task runs, which end by themselves.
    if (frame !== undefined && frame.phase !== 'tasks') return;
    if (live.isForced || frame === undefined) return killTaskRun(live, taskRun);
    const feed = frame.feed!;
    if (taskRun.waiting !== undefined && nameOf(taskRun.waiting) === 'page') frame.running -= 1;
    taskRun.waiting = undefined;
    for (const event of [...(feed.looking === undefined ? [] : [feed.looking]), ...feed.ended]) {
      if (isRunning(taskRun, event)) endIteration(live, taskRun, event);
    }
    feed.looking = undefined;
    feed.ended.length = 0;
    for (const index of frame.ready!.splice(0)) seek(live, taskRun, index);
    for (const childId of Object.values(progressOf(taskRun).running))
      live.effects.push({ kind: 'killChild', ord, childId });
    askRunning(live, taskRun);
  },
};

function takeValues(live: Live, taskRun: OpenTaskRun, values: unknown): void {
  const source = loopSource(values);
  if (typeof source === 'string') return failTaskRun(live, taskRun, source);
  if (!('tooMany' in source)) return open(live, taskRun, source);
  taskRun.waiting = 'kept';
  live.effects.push({
    kind: 'keepValues',
    ord: taskRun.ord,
    key: 'kept',
    values: source.tooMany,
    isKeyed: source.isKeyed,
  });
}

function open(live: Live, taskRun: OpenTaskRun, source: LoopSource): void {
  note(live, taskRun, { ...atFirst, source });
  openFrame(live, taskRun, frameOf(live, taskRun));
  showProgress(live, taskRun);
}

function frameOf(live: Live, taskRun: OpenTaskRun): Frame {
  const { source, next, offset, starting, running, ended, hasFailed, isBroken } = progressOf(taskRun);
  const frame = newFrame('iterations', taskRun, [], limitFor(live, taskRun));
  const isInline = source !== undefined && 'values' in source;
  frame.feed = {
    values: isInline ? source.values.map((value, index) => ({ ...value, end: index + 1 })) : [],
    at: isInline ? offset : 0,
    isEnd: isInline,
    ended: [],
    looking: undefined,
  };
  frame.next = next;
  frame.ready = Object.keys(starting).map(Number);
  frame.running = frame.ready.length + Object.keys(running).length;
  for (const state of Object.keys(ended)) count(taskRun, frame, state as StateName);
  if (hasFailed === true) markFailed(frame);
  if (isBroken === true) breakOff(frame.feed);
  return frame;
}

/** Each level of loops within loops starts a tenth of what the one around it does, so that they do not multiply. */
function limitFor(live: Live, taskRun: OpenTaskRun): number {
  const depth = live.begunFrom.loopRun?.within.length ?? 0;
  const most = Math.max(1, Math.floor(childrenAtOnce / 10 ** depth));
  const asked = limitOf(taskRun, 'concurrencyLimit', 0);
  return asked === 0 ? most : Math.min(asked, most);
}

function readPage(live: Live, taskRun: OpenTaskRun): void {
  readOn(live, taskRun, 'page', progressOf(taskRun).offset);
}

function turnPage(frame: Frame, { values, isEnd }: LoopPage): void {
  // Reading counted as one that runs, so that the list does not end meanwhile.
  frame.running -= 1;
  const feed = frame.feed!;
  feed.values = values;
  feed.at = 0;
  feed.isEnd = isEnd;
}

/** After a reload: nothing is known of their executions, so they are asked for once more, and made once. */
function readAgain(live: Live, taskRun: OpenTaskRun, frame: Frame): void {
  const { source, starting } = progressOf(taskRun);
  const from = starting[frame.ready![0]!]!;
  if ('uri' in source!) return readOn(live, taskRun, 'again', from);
  beginAgain(
    live,
    taskRun,
    frame,
    from,
    source!.values.slice(from).map((value, at) => ({ ...value, end: from + at + 1 })),
  );
}

/** `values` are those from `from` on; what is asked for once more begins where its value is among them. */
function beginAgain(live: Live, taskRun: OpenTaskRun, frame: Frame, from: number, values: readonly LoopValue[]): void {
  const { starting } = progressOf(taskRun);
  const byOffset = new Map<number, LoopValue>();
  let offset = from;
  for (const value of values) {
    byOffset.set(offset, value);
    offset = value.end;
  }
  const found = frame.ready!.filter((index) => starting[index] === from || byOffset.has(starting[index]!));
  frame.ready = frame.ready!.filter((index) => !found.includes(index));
  for (const index of found) {
    const value = byOffset.get(starting[index]!);
    if (value === undefined) refuse(live, taskRun, index, 'its value is not there any more');
    else begin(live, taskRun, index, value);
  }
  if (frame.ready.length > 0) readAgain(live, taskRun, frame);
}

/** Answers are known by what was asked for: one that was under way when memory was lost must not count as another. */
function readOn(live: Live, taskRun: OpenTaskRun, name: 'page' | 'again', offset: number): void {
  const { uri, isKeyed = false } = progressOf(taskRun).source as Extract<LoopSource, { uri: string }>;
  const key = `${name}:${offset}`;
  taskRun.waiting = key;
  live.effects.push({ kind: 'readValues', ord: taskRun.ord, key, uri, isKeyed, offset, limit: pageSize });
}

function nameOf(key: string): string {
  return key.split(':', 1)[0]!;
}

function offsetOf(key: string): number {
  return Number(key.split(':')[1]);
}

function begin(
  live: Live,
  taskRun: OpenTaskRun,
  index: number,
  { key, value }: Pick<LoopValue, 'key' | 'value'>,
): void {
  const loopRun: LoopRun = {
    taskId: taskRun.task.id,
    ord: taskRun.ord,
    index,
    ...(key === undefined ? undefined : { key }),
    value,
    within: [live.id, ...(live.begunFrom.loopRun?.within ?? [])],
    parents: parentsOf(live, taskRun),
  };
  live.effects.push({ kind: 'startIteration', ord: taskRun.ord, iteration: index, round: roundOf(taskRun), loopRun });
}

/** Values of the loops around it, nearest first: in this execution, then those that it is an iteration of. */
function parentsOf(live: Live, taskRun: OpenTaskRun): readonly LoopItem[] {
  const parents: LoopItem[] = [];
  for (let at: OpenTaskRun | undefined = taskRun; at !== undefined; at = at.parent)
    if (at.value !== undefined) parents.push({ index: at.iteration ?? 0, value: at.value });
  const { loopRun } = live.begunFrom;
  if (loopRun === undefined) return parents;
  const { index, key, value } = loopRun;
  return [...parents, { index, ...(key === undefined ? undefined : { key }), value }, ...loopRun.parents];
}

/** One after another, since rendering may have to wait for something. */
function lookAtEnded(live: Live, taskRun: OpenTaskRun): void {
  const feed = taskRun.children?.feed;
  while (feed !== undefined && taskRun.waiting === undefined) {
    const event = feed.ended.shift();
    if (event === undefined) return;
    if (isRunning(taskRun, event)) lookAt(live, taskRun, feed, event);
  }
}

function lookAt(live: Live, taskRun: OpenTaskRun, feed: Feed, event: ChildEnded): void {
  if (progressOf(taskRun).isBroken === true) return endIteration(live, taskRun, event);
  const { childId, state, outputs = {}, item } = event;
  const { breakWhen } = taskRun.task.definition.properties;
  feed.looking = event;
  taskRun.seen = {
    item: item === undefined ? {} : itemVariable({ ...item, parents: parentsOf(live, taskRun) }),
    iteration: { executionId: childId, state, outputs },
  };
  const result = evaluate(live, taskRun, `breakWhen:${event.iteration}`, breakWhen, 'text');
  if (result === undefined) return;
  if (result.kind === 'failed') fail(live, taskRun, `'breakWhen' cannot be rendered: ${result.message}`);
  conclude(live, taskRun, event, result.kind === 'failed' || isTruthyText(textOf(result.value)));
}

function conclude(live: Live, taskRun: OpenTaskRun, event: ChildEnded, isLast: boolean): void {
  const feed = taskRun.children!.feed!;
  feed.looking = undefined;
  taskRun.seen = undefined;
  if (isLast) {
    note(live, taskRun, { isBroken: true });
    breakOff(feed);
  }
  endIteration(live, taskRun, event);
}

/** What has begun goes on to its end. */
function breakOff(feed: Feed): void {
  feed.values = [];
  feed.at = 0;
  feed.isEnd = true;
}

function endIteration(live: Live, taskRun: OpenTaskRun, { iteration, state }: ChildEnded): void {
  countEnd(live, taskRun, iteration!, state);
}

function refuse(live: Live, taskRun: OpenTaskRun, index: number, message: string): void {
  live.effects.push({ kind: 'log', ord: taskRun.ord, level: 'ERROR', message: `Iteration ${index}: ${message}` });
  countEnd(live, taskRun, index, 'FAILED');
}

function countEnd(live: Live, taskRun: OpenTaskRun, index: number, state: StateName): void {
  const { ended } = progressOf(taskRun);
  note(live, taskRun, { ended: { ...ended, [state]: (ended[state] ?? 0) + 1 } });
  count(taskRun, taskRun.children!, state);
  dropIteration(live, taskRun, index);
  showProgress(live, taskRun);
}

/** An answer that was under way when memory was lost: it need not be asked for once more. */
function askNoMoreFor({ children }: OpenTaskRun, index: number): void {
  children!.ready = children!.ready!.filter((other) => other !== index);
}

function dropIteration(live: Live, taskRun: OpenTaskRun, index: number): void {
  askNoMoreFor(taskRun, index);
  const { running, starting } = progressOf(taskRun);
  note(live, taskRun, { running: without(running, index), starting: without(starting, index) });
  taskRun.children!.running -= 1;
  enqueue(live, taskRun.children!);
}

/** A failed iteration lets the others go on; a killed one counts as failed. */
function count(taskRun: OpenTaskRun, frame: Frame, state: StateName): void {
  if (!doesTransmitFailed(taskRun)) return;
  if (rankOf(state) >= failedRank) markFailed(frame);
  else frame.worst = Math.max(frame.worst, rankOf(state));
}

function markFailed(frame: Frame): void {
  frame.worst = Math.max(frame.worst, failedRank);
  frame.failed = true;
}

function fail(live: Live, taskRun: OpenTaskRun, message: string): void {
  live.effects.push({ kind: 'log', ord: taskRun.ord, level: 'ERROR', message });
  note(live, taskRun, { hasFailed: true });
  markFailed(taskRun.children!);
}

function seek(live: Live, taskRun: OpenTaskRun, iteration: number): void {
  live.effects.push({ kind: 'findIteration', ord: taskRun.ord, iteration, round: roundOf(taskRun) });
}

/** They may have ended unheard. */
function askRunning(live: Live, taskRun: OpenTaskRun): void {
  for (const childId of Object.values(progressOf(taskRun).running))
    live.effects.push({ kind: 'askChild', ord: taskRun.ord, childId });
}
