/**
 * ForEachItem: a file is split, a child execution runs for each part, their outputs are merged. Three hidden tasks:
 * `ID_split` and `ID_merge` are jobs, `ID_items` (here) holds the child executions.
 */
import type { Json, JsonObject, StateName, TaskDefinition } from '@windhover/model';
import { setOutputs } from '../end-task-run.ts';
import { evaluate } from '../evaluate.ts';
import { failTaskRun } from '../fail-task-run.ts';
import { newFrame, openFrame } from '../frame.ts';
import { rankOf } from '../group-state.ts';
import { enqueue, type Frame, type Live, type OpenTaskRun } from '../live.ts';
import { remember } from '../remember.ts';
import { killTaskRun } from '../stop-execution.ts';
import { beginAttempt, isAttemptOpen } from '../task-run-state.ts';
import { textOf } from '../text-of.ts';
import { childTemplates, doesRestartChild, doesTransmitFailed, doesWait, toChildSpec } from './child-spec.ts';
import type { Flowable } from './flowable.ts';
import { childrenAtOnce } from './limit.ts';
import { sequential } from './sequential.ts';

/** The hidden tasks of a ForEachItem. */
export function hiddenTasks(definition: TaskDefinition): readonly TaskDefinition[] {
  const { id, type, properties } = definition;
  const hidden = (suffix: string, kind: string, own: JsonObject): TaskDefinition => ({
    id: `${id}_${suffix}`,
    type: `${type}$${kind}`,
    disabled: false,
    allowFailure: false,
    allowWarning: false,
    logToFile: false,
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
    if (result.kind === 'failed') failTaskRun(live, taskRun, result.message);
    else resolved(live, taskRun, 'splits', result.value);
  },
  resolved,
  unresolved(live, taskRun, message) {
    if (taskRun.item?.iteration === undefined) failTaskRun(live, taskRun, message);
    else refuse(live, taskRun, taskRun.item.iteration, message);
  },
  restore: () => undefined,
  recover(live, taskRun) {
    if (taskRun.children === undefined) forEachItemItems.start(live, taskRun);
  },
  openItem(live, taskRun, frame) {
    frame.running += 1;
    const again = frame.ready!.shift();
    if (again !== undefined) return startItem(live, taskRun, frame, again);
    frame.next += 1;
    note(live, taskRun, { next: frame.next, running: { ...runningOf(taskRun), [frame.next]: '' } });
    startItem(live, taskRun, frame, frame.next);
  },
  childStarted(live, taskRun, { iteration, childId }) {
    const running = runningOf(taskRun);
    if (iteration === undefined || running[iteration] === undefined) return;
    forgetRestart(live, taskRun, iteration);
    if (running[iteration] === '') note(live, taskRun, { running: { ...running, [iteration]: childId } });
    if (taskRun.state.current === 'KILLING') live.effects.push({ kind: 'killChild', ord: taskRun.ord, childId });
    else if (!doesWait(taskRun)) endItem(live, taskRun, iteration, 'SUCCESS');
  },
  childRefused(live, taskRun, { iteration, message }) {
    if (iteration !== undefined && runningOf(taskRun)[iteration] !== undefined)
      refuse(live, taskRun, iteration, message);
  },
  childEnded(live, taskRun, { iteration, childId, state }) {
    if (iteration === undefined || runningOf(taskRun)[iteration] !== childId) return;
    // Until its restart is confirmed it is its earlier end that one hears of.
    if (isRestarting(taskRun, iteration) && taskRun.state.current !== 'KILLING') return;
    endItem(live, taskRun, iteration, state, childId);
  },
  stop(live, taskRun) {
    if (live.isForced || live.stop?.cascade === false || taskRun.children === undefined)
      return killTaskRun(live, taskRun);
    const { waiting, item } = taskRun;
    taskRun.waiting = undefined;
    if (waiting !== undefined && item?.iteration !== undefined) dropItem(live, taskRun, item.iteration);
    for (const childId of Object.values(runningOf(taskRun))) {
      if (childId !== '') live.effects.push({ kind: 'killChild', ord: taskRun.ord, childId });
    }
  },
};

/**
 * What is kept on the row: how many batches began (they count from 1), the children that run by batch, those of them whose
 * restart is not confirmed yet, how many ended in each state, which failed.
 */
interface Progress {
  readonly next?: number;
  readonly running?: Readonly<Record<string, string>>;
  readonly restarting?: Readonly<Record<string, string>>;
  readonly ended?: Readonly<Partial<Record<StateName, number>>>;
  readonly failed?: Readonly<Record<string, string>>;
}

function resolved(live: Live, taskRun: OpenTaskRun, key: string, value: unknown): void {
  if (key === 'splits') return open(live, taskRun, textOf(value));
  const iteration = taskRun.item?.iteration;
  if (iteration !== undefined && taskRun.children !== undefined) begin(live, taskRun, iteration, value);
}

function open(live: Live, taskRun: OpenTaskRun, index: string): void {
  const frame = newFrame('subflows', taskRun, [], childrenAtOnce);
  frame.items = index.split('\n').filter((line) => line.trim() !== '');
  const restarted = progressOf(taskRun).failed ?? {};
  const isAgain = !isAttemptOpen(taskRun) && doesRestartChild(taskRun) && Object.keys(restarted).length > 0;
  if (!isAttemptOpen(taskRun)) {
    beginAttempt(live, taskRun);
    note(
      live,
      taskRun,
      isAgain
        ? { running: restarted, restarting: restarted, failed: {}, ended: withoutFailed(taskRun) }
        : { next: 0, running: {}, restarting: {}, failed: {}, ended: {} },
    );
  }
  const { next = 0, ended = {}, running = {} } = progressOf(taskRun);
  frame.next = next;
  frame.ready = [];
  for (const state of Object.keys(ended)) frame.worst = Math.max(frame.worst, worstOf(taskRun, state as StateName));
  taskRun.item = undefined;
  openFrame(live, taskRun, frame);
  if (frame.items.length > 0) showProgress(live, taskRun);
  for (const [key, childId] of Object.entries(running)) {
    const iteration = Number(key);
    // Nothing is known of its child: it is asked for again, and made once.
    if (childId === '') frame.ready.push(iteration);
    else frame.running += 1;
    const { ord, attempt } = taskRun;
    if (isRestarting(taskRun, iteration)) live.effects.push({ kind: 'restartChild', ord, attempt, iteration, childId });
    // After a reload it may have ended unheard.
    else if (childId !== '') live.effects.push({ kind: 'askChild', ord, childId });
  }
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
  const result = evaluate(live, taskRun, 'child', childTemplates(taskRun), 'value');
  if (result === undefined) return;
  if (result.kind === 'failed') refuse(live, taskRun, iteration, result.message);
  else begin(live, taskRun, iteration, result.value);
}

function begin(live: Live, taskRun: OpenTaskRun, iteration: number, rendered: unknown): void {
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
  const isFailed = state === 'FAILED' && childId !== undefined;
  note(live, taskRun, {
    ended: { ...ended, [state]: (ended[state] ?? 0) + 1 },
    ...(isFailed ? { failed: { ...failed, [iteration]: childId } } : undefined),
  });
  const frame = taskRun.children!;
  frame.worst = Math.max(frame.worst, worstOf(taskRun, state));
  dropItem(live, taskRun, iteration);
  showProgress(live, taskRun);
}

function dropItem(live: Live, taskRun: OpenTaskRun, iteration: number): void {
  const { [iteration]: _ended, ...running } = runningOf(taskRun);
  note(live, taskRun, { running });
  forgetRestart(live, taskRun, iteration);
  taskRun.children!.running -= 1;
  enqueue(live, taskRun.children!);
}

/** A failed child lets the others end; a killed one counts less than a failed one here. */
function worstOf(taskRun: OpenTaskRun, state: StateName): number {
  if (!doesTransmitFailed(taskRun)) return 0;
  return rankOf(state === 'KILLED' || state === 'CANCELLED' || state === 'RETRIED' ? 'FAILED' : state);
}

function showProgress(live: Live, taskRun: OpenTaskRun): void {
  const { ended = {}, running = {} } = progressOf(taskRun);
  const iterations: Record<string, Json> = {
    ...(doesWait(taskRun) ? { CREATED: 0 } : undefined),
    RUNNING: Object.keys(running).length,
    ...ended,
  };
  setOutputs(live, taskRun, { iterations, numberOfBatches: taskRun.children!.items!.length });
}

function withoutFailed(taskRun: OpenTaskRun): NonNullable<Progress['ended']> {
  const { FAILED: _failed, ...rest } = progressOf(taskRun).ended ?? {};
  return rest;
}

function progressOf(taskRun: OpenTaskRun): Progress {
  return (taskRun.memo ?? {}) as Progress;
}

function runningOf(taskRun: OpenTaskRun): Readonly<Record<string, string>> {
  return progressOf(taskRun).running ?? {};
}

function note(live: Live, taskRun: OpenTaskRun, progress: Progress): void {
  remember(live, taskRun, progress as JsonObject);
}
