/**
 * ForEachItem: a file is split, a child execution runs for each part, their outputs are merged. Three hidden tasks:
 * `ID_split` and `ID_merge` are jobs, `ID_items` (here) holds the child executions.
 */
import type { Json, JsonObject, StateName, TaskDefinition } from '@windhover/model';
import { setOutputs } from '../end-task-run.ts';
import { evaluate } from '../evaluate.ts';
import { failAttempt } from '../fail-attempt.ts';
import { failTaskRun } from '../fail-task-run.ts';
import { newFrame, openFrame } from '../frame.ts';
import { failedRank, rankOf } from '../group-state.ts';
import { enqueue, type Frame, type Live, type OpenTaskRun } from '../live.ts';
import { forget, remember } from '../remember.ts';
import { killTaskRun } from '../stop-execution.ts';
import { beginAttempt, isAttemptOpen } from '../task-run-state.ts';
import { textOf } from '../text-of.ts';
import { childTemplates, doesRestartChild, doesTransmitFailed, doesWait, toChildSpec } from './child-spec.ts';
import type { Flowable } from './flowable.ts';
import { childrenAtOnce } from './limit.ts';
import { logChild } from './log-child.ts';
import { sequential } from './sequential.ts';

/** The hidden tasks of a ForEachItem. */
export function hiddenTasks(definition: TaskDefinition): readonly TaskDefinition[] {
  const { id, type, properties, logLevel } = definition;
  const hidden = (suffix: string, kind: string, own: JsonObject): TaskDefinition => ({
    id: `${id}_${suffix}`,
    type: `${type}$${kind}`,
    disabled: false,
    allowFailure: false,
    allowWarning: false,
    logToFile: false,
    ...(logLevel === undefined ? undefined : { logLevel }),
    properties: own,
  });
  const { items = null, batch = {}, ...child } = properties;
  return [
    hidden('split', 'ForEachItemSplit', { items, batch }),
    hidden('items', 'ForEachItemExecutable', child),
    hidden('merge', 'ForEachItemMergeOutputs', { itemsTaskId: `${id}_items` }),
  ];
}

export const forEachItem: Flowable = {
  ...sequential,
  childTaskEnded(live, owner, child) {
    const splits = child.outputs?.['splits'];
    if (child.task.id.endsWith('_split') && splits !== undefined) remember(live, owner, { splits });
  },
};

export const forEachItemItems: Flowable = {
  keepsProgress: true,
  start(live, taskRun) {
    const splits = taskRun.parent?.memo?.['splits'];
    if (splits === undefined) return failTaskRun(live, taskRun, 'The split left no list of its parts');
    taskRun.item = { items: textOf(splits) };
    const result = evaluate(live, taskRun, 'splits', '{{ read(taskrun.items) }}', 'text');
    if (result === undefined) return;
    if (result.kind === 'failed') unresolved(live, taskRun, result.message);
    else resolved(live, taskRun, 'splits', result.value);
  },
  resolved,
  unresolved,
  restore: (_live, taskRun) => (isAttemptOpen(taskRun) ? frameOf(taskRun) : undefined),
  /** What has begun is waited for meanwhile; where the parts are is read once more. */
  recover(live, taskRun) {
    if (taskRun.children !== undefined) askRunning(live, taskRun);
    forEachItemItems.start(live, taskRun);
  },
  openItem(live, taskRun, frame) {
    frame.running += 1;
    frame.next += 1;
    note(live, taskRun, { next: frame.next, running: { ...runningOf(taskRun), [frame.next]: '' } });
    startItem(live, taskRun, frame, frame.next);
  },
  roundEnded(live, frame) {
    const taskRun = frame.owner!;
    // Children may be told of before it is known again how many parts there are.
    if (taskRun.waiting !== undefined) return true;
    if (frame.worst < failedRank) return false;
    frame.ended = true;
    taskRun.children = undefined;
    failAttempt(live, taskRun);
    if (taskRun.state.current === 'RETRYING') note(live, taskRun, { isRetried: true });
    return true;
  },
  childStarted(live, taskRun, event) {
    const { iteration, childId } = event;
    const running = runningOf(taskRun);
    if (!isBusyWith(taskRun, iteration)) return;
    if (running[iteration] === '') logChild(live, taskRun, 'Created new', event);
    else if (isRestarting(taskRun, iteration)) logChild(live, taskRun, 'Restarted', event);
    forgetRestart(live, taskRun, iteration);
    askNoMoreFor(taskRun, iteration);
    if (running[iteration] === '') note(live, taskRun, { running: { ...running, [iteration]: childId } });
    if (taskRun.state.current === 'KILLING') live.effects.push({ kind: 'killChild', ord: taskRun.ord, childId });
    else if (!doesWait(taskRun)) endItem(live, taskRun, iteration, 'SUCCESS');
  },
  childRefused(live, taskRun, { iteration, childId, message }) {
    if (!isBusyWith(taskRun, iteration)) return;
    if (childId !== undefined && runningOf(taskRun)[iteration] !== childId) return;
    // One that was sought in order to be killed was never made.
    if (taskRun.state.current === 'KILLING') dropItem(live, taskRun, iteration);
    else if (childId === undefined) refuse(live, taskRun, iteration, message);
    else makeAnew(live, taskRun, iteration);
  },
  childEnded(live, taskRun, { iteration, childId, state }) {
    // Of one that has ended RETRIED another one takes the place, and is waited for
    if (!isBusyWith(taskRun, iteration) || runningOf(taskRun)[iteration] !== childId || state === 'RETRIED') return;
    // Until its restart is confirmed it is its earlier end that one hears of.
    if (isRestarting(taskRun, iteration) && taskRun.state.current !== 'KILLING') return;
    endItem(live, taskRun, iteration, state, childId);
  },
  childReplaced(live, taskRun, { iteration, childId, by }) {
    const running = runningOf(taskRun);
    if (!isBusyWith(taskRun, iteration) || running[iteration] !== childId) return;
    note(live, taskRun, { running: { ...running, [iteration]: by } });
    if (taskRun.state.current === 'KILLING') live.effects.push({ kind: 'killChild', ord: taskRun.ord, childId: by });
  },
  stop(live, taskRun) {
    const { waiting, item, children: frame, ord, attempt } = taskRun;
    if (live.isForced || live.stop?.cascade === false || frame === undefined) return killTaskRun(live, taskRun);
    taskRun.waiting = undefined;
    const asked = waiting === undefined ? undefined : item?.iteration;
    if (asked !== undefined && !frame.ready!.includes(asked)) dropItem(live, taskRun, asked);
    for (const iteration of frame.ready!.splice(0)) live.effects.push({ kind: 'findChild', ord, attempt, iteration });
    for (const childId of Object.values(runningOf(taskRun)))
      if (childId !== '') live.effects.push({ kind: 'killChild', ord, childId });
  },
};

/**
 * What is kept on the row: how many batches began (they count from 1), the children that run by batch, those of them whose
 * restart is not confirmed yet, how many ended in each state, and by batch which failed: the child that a restart restarts,
 * empty where it makes another one. `isRetried`: the next attempt makes all of those anew.
 */
interface Progress {
  readonly next?: number;
  readonly running?: Readonly<Record<string, string>>;
  readonly restarting?: Readonly<Record<string, string>>;
  readonly ended?: Readonly<Partial<Record<StateName, number>>>;
  readonly failed?: Readonly<Record<string, string>>;
  readonly isRetried?: boolean;
}

function resolved(live: Live, taskRun: OpenTaskRun, key: string, value: unknown): void {
  if (key === 'splits') {
    const parts = textOf(value)
      .split('\n')
      .filter((line) => line.trim() !== '');
    return taskRun.children === undefined ? open(live, taskRun, parts) : goOn(live, taskRun, parts);
  }
  const iteration = taskRun.item?.iteration;
  if (iteration === undefined || taskRun.children === undefined) return;
  begin(live, taskRun, iteration, value);
  startAgain(live, taskRun);
}

function unresolved(live: Live, taskRun: OpenTaskRun, message: string): void {
  const { children: frame, item } = taskRun;
  if (frame === undefined) return failTaskRun(live, taskRun, message);
  if (item?.iteration !== undefined) {
    refuse(live, taskRun, item.iteration, message);
    return startAgain(live, taskRun);
  }
  live.effects.push({ kind: 'log', ord: taskRun.ord, level: 'ERROR', message });
  frame.worst = Math.max(frame.worst, failedRank);
  goOn(live, taskRun, []);
}

function open(live: Live, taskRun: OpenTaskRun, parts: readonly string[]): void {
  const { failed = {}, isRetried = false } = progressOf(taskRun);
  const running = isRetried ? anew(failed) : doesRestartChild(taskRun) ? failed : {};
  const isAgain = isRetried || Object.keys(running).length > 0;
  beginAttempt(live, taskRun);
  note(
    live,
    taskRun,
    isAgain
      ? { running, restarting: existing(running), failed: {}, ended: withoutFailed(taskRun) }
      : { next: 0, running: {}, restarting: {}, failed: {}, ended: {} },
  );
  forget(live, taskRun, 'isRetried');
  openFrame(live, taskRun, frameOf(taskRun));
  askRunning(live, taskRun);
  goOn(live, taskRun, parts);
  if (parts.length > 0) showProgress(live, taskRun);
}

/** Each as one that is still to be made. */
function anew(children: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(children).map((iteration) => [iteration, '']));
}

function existing(children: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(children).filter(([, childId]) => childId !== ''));
}

function frameOf(taskRun: OpenTaskRun): Frame {
  const { next = 0, ended = {}, running = {} } = progressOf(taskRun);
  const frame = newFrame('subflows', taskRun, [], childrenAtOnce);
  frame.next = next;
  frame.running = Object.keys(running).length;
  // Nothing is known of their children: they are asked for again, and made once.
  frame.ready = Object.keys(running)
    .filter((iteration) => running[iteration] === '')
    .map(Number);
  for (const state of Object.keys(ended)) frame.worst = Math.max(frame.worst, worstOf(taskRun, state as StateName));
  return frame;
}

/** Now that the parts are known; of children that were told of before, fewer may be left to ask for. */
function goOn(live: Live, taskRun: OpenTaskRun, parts: readonly string[]): void {
  taskRun.item = undefined;
  taskRun.children!.items = parts;
  startAgain(live, taskRun);
}

/** The child that was to be restarted cannot be: another one takes its place. */
function makeAnew(live: Live, taskRun: OpenTaskRun, iteration: number): void {
  forgetRestart(live, taskRun, iteration);
  note(live, taskRun, { running: { ...runningOf(taskRun), [iteration]: '' } });
  const frame = taskRun.children!;
  frame.ready!.push(iteration);
  if (frame.items !== undefined) startAgain(live, taskRun);
}

/** One after another, since rendering may have to wait for something. */
function startAgain(live: Live, taskRun: OpenTaskRun): void {
  const frame = taskRun.children!;
  while (taskRun.waiting === undefined) {
    const iteration = frame.ready![0];
    if (iteration === undefined) return;
    if (frame.items![iteration - 1] === undefined) refuse(live, taskRun, iteration, 'its part is not there any more');
    else startItem(live, taskRun, frame, iteration);
  }
}

/** After a reload they may have ended unheard. */
function askRunning(live: Live, taskRun: OpenTaskRun): void {
  const { ord, attempt } = taskRun;
  for (const [key, childId] of Object.entries(runningOf(taskRun))) {
    const iteration = Number(key);
    if (isRestarting(taskRun, iteration)) live.effects.push({ kind: 'restartChild', ord, attempt, iteration, childId });
    else if (childId !== '') live.effects.push({ kind: 'askChild', ord, childId });
  }
}

/** Its answer came, or is certain to come. */
function askNoMoreFor({ children }: OpenTaskRun, iteration: number): void {
  children!.ready = children!.ready!.filter((other) => other !== iteration);
}

function isRestarting(taskRun: OpenTaskRun, iteration: number): boolean {
  return progressOf(taskRun).restarting?.[iteration] !== undefined;
}

function forgetRestart(live: Live, taskRun: OpenTaskRun, iteration: number): void {
  if (!isRestarting(taskRun, iteration)) return;
  const { [iteration]: _confirmed, ...restarting } = progressOf(taskRun).restarting!;
  note(live, taskRun, { restarting });
}

function startItem(live: Live, taskRun: OpenTaskRun, frame: Frame, iteration: number): void {
  taskRun.item = { items: frame.items![iteration - 1]!, iteration };
  // Known by what it is for: a late answer for another part must not count.
  const result = evaluate(live, taskRun, `child:${iteration}`, childTemplates(taskRun), 'value');
  if (result === undefined) return;
  if (result.kind === 'failed') refuse(live, taskRun, iteration, result.message);
  else begin(live, taskRun, iteration, result.value);
}

function begin(live: Live, taskRun: OpenTaskRun, iteration: number, rendered: unknown): void {
  askNoMoreFor(taskRun, iteration);
  let spec;
  try {
    spec = toChildSpec(live, taskRun, rendered, iteration);
  } catch (error) {
    return refuse(live, taskRun, iteration, (error as Error).message);
  }
  live.effects.push({ kind: 'startChild', ord: taskRun.ord, attempt: taskRun.attempt, iteration, spec });
}

function refuse(live: Live, taskRun: OpenTaskRun, iteration: number, message: string): void {
  live.effects.push({ kind: 'log', ord: taskRun.ord, level: 'ERROR', message: `Batch ${iteration}: ${message}` });
  endItem(live, taskRun, iteration, 'FAILED');
}

function endItem(live: Live, taskRun: OpenTaskRun, iteration: number, state: StateName, childId?: string): void {
  const { ended = {}, failed = {} } = progressOf(taskRun);
  const isFailed = rankOf(state) >= failedRank;
  // What was killed stays so.
  const restartable = state === 'FAILED' && childId !== undefined ? childId : '';
  note(live, taskRun, {
    ended: { ...ended, [state]: (ended[state] ?? 0) + 1 },
    ...(isFailed ? { failed: { ...failed, [iteration]: restartable } } : undefined),
  });
  const frame = taskRun.children!;
  frame.worst = Math.max(frame.worst, worstOf(taskRun, state));
  dropItem(live, taskRun, iteration);
  showProgress(live, taskRun);
}

function dropItem(live: Live, taskRun: OpenTaskRun, iteration: number): void {
  const { [iteration]: _ended, ...running } = runningOf(taskRun);
  note(live, taskRun, { running });
  askNoMoreFor(taskRun, iteration);
  forgetRestart(live, taskRun, iteration);
  taskRun.children!.running -= 1;
  enqueue(live, taskRun.children!);
}

/** A failed child lets the others end; a killed one counts less than a failed one here. */
function worstOf(taskRun: OpenTaskRun, state: StateName): number {
  if (!doesTransmitFailed(taskRun)) return 0;
  return rankOf(state === 'KILLED' || state === 'CANCELLED' ? 'FAILED' : state);
}

function showProgress(live: Live, taskRun: OpenTaskRun): void {
  const { ended = {}, running = {} } = progressOf(taskRun);
  const iterations: Record<string, Json> = {
    ...(doesWait(taskRun) ? { CREATED: 0 } : undefined),
    RUNNING: Object.keys(running).length,
    ...ended,
  };
  const numberOfBatches = taskRun.outputs?.['numberOfBatches'] ?? taskRun.children!.items!.length;
  setOutputs(live, taskRun, { iterations, numberOfBatches });
}

function withoutFailed(taskRun: OpenTaskRun): NonNullable<Progress['ended']> {
  const { FAILED: _failed, KILLED: _killed, CANCELLED: _cancelled, ...rest } = progressOf(taskRun).ended ?? {};
  return rest;
}

function progressOf(taskRun: OpenTaskRun): Progress {
  return (taskRun.memo ?? {}) as Progress;
}

function runningOf(taskRun: OpenTaskRun): Readonly<Record<string, string>> {
  return progressOf(taskRun).running ?? {};
}

/** Not with what its row still knows of the last time, until a restart has found its parts. */
function isBusyWith(taskRun: OpenTaskRun, iteration: number | undefined): iteration is number {
  return iteration !== undefined && taskRun.children !== undefined && runningOf(taskRun)[iteration] !== undefined;
}

function note(live: Live, taskRun: OpenTaskRun, progress: Progress): void {
  remember(live, taskRun, progress as JsonObject);
}
