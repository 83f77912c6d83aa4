/** Creates a task run and takes it as far as it gets without the outside. */
import { isTruthyText, parseDuration } from '@windhover/expressions';
import { endTaskRun } from './end-task-run.ts';
import { evaluate } from './evaluate.ts';
import { failTaskRun } from './fail-task-run.ts';
import { beginHistory, isOnHold, taskRunChanged, type Frame, type Live, type OpenTaskRun } from './live.ts';
import { remember } from './remember.ts';
import { enterTaskRunState } from './task-run-state.ts';
import { textOf } from './text-of.ts';
import type { CompiledTask } from './types.ts';

/** A task run in CREATED, counted in its frame and begun. */
export function openTaskRun(
  live: Live,
  frame: Frame,
  task: CompiledTask,
  value: string | undefined,
  iteration: number | undefined,
): void {
  live.budget -= 1;
  frame.running += 1;
  beginTaskRun(live, addTaskRun(live, frame, task, value, iteration));
}

/** A task run in CREATED that is not counted or begun: the children of a WorkingDirectory begin on their worker. */
export function addTaskRun(
  live: Live,
  frame: Frame,
  task: CompiledTask,
  value: string | undefined,
  iteration: number | undefined,
): OpenTaskRun {
  const taskRun: OpenTaskRun = {
    ord: live.nextOrd,
    parent: frame.owner,
    frame,
    task,
    value,
    iteration,
    state: beginHistory('CREATED', live.at),
    attempts: [],
    attempt: 1,
    lease: 0,
    workerId: undefined,
    outputs: undefined,
    memo: undefined,
    children: undefined,
    waiting: undefined,
    item: undefined,
    isAsking: false,
    seen: undefined,
    changedIn: 0,
  };
  live.nextOrd += 1;
  live.open.set(taskRun.ord, taskRun);
  frame.loop?.ords!.push(taskRun.ord);
  taskRunChanged(live, taskRun);
  return taskRun;
}

/**
 * From CREATED or RESTARTED to what it waits for first: an evaluation, a breakpoint, its turn, or its flowable's start.
 * Once past its conditions it is asked again only when somebody restarts it: expressions read clocks and keys, and a second
 * answer may differ.
 */
export function beginTaskRun(live: Live, taskRun: OpenTaskRun): void {
  if (isOnHold(live)) {
    (live.heldTaskRuns ??= new Set()).add(taskRun);
    return;
  }
  const { runIf } = taskRun.task.definition;
  if (runIf === undefined || taskRun.memo?.['isAdmitted'] === true) return admitTaskRun(live, taskRun);
  const result = evaluate(live, taskRun, 'runIf', runIf, 'text');
  if (result === undefined) return;
  if (result.kind === 'failed') failTaskRun(live, taskRun, result.message);
  else runIfResolved(live, taskRun, result.value);
}

export function runIfResolved(live: Live, taskRun: OpenTaskRun, value: unknown): void {
  if (!isTruthyText(value as string | null)) return endTaskRun(live, taskRun, 'SKIPPED');
  remember(live, taskRun, { isAdmitted: true });
  admitTaskRun(live, taskRun);
}

/** Past runIf: stops at a breakpoint, else starts. */
function admitTaskRun(live: Live, taskRun: OpenTaskRun): void {
  if (isAtBreakpoint(live, taskRun)) return enterTaskRunState(live, taskRun, 'BREAKPOINT');
  const { task } = taskRun;
  if (task.flowable !== undefined) {
    if (task.kind === 'flowable') enterTaskRunState(live, taskRun, 'RUNNING');
    return task.flowable.start(live, taskRun);
  }
  submitTaskRun(live, taskRun);
}

/** A resumed execution goes on past its breakpoint. */
export function passBreakpoint(live: Live, taskRun: OpenTaskRun): void {
  remember(live, taskRun, { isAdmitted: true, isPastBreakpoint: true });
  enterTaskRunState(live, taskRun, 'CREATED');
  beginTaskRun(live, taskRun);
}

function isAtBreakpoint(live: Live, taskRun: OpenTaskRun): boolean {
  const {
    breakpoints,
    begunFrom: { loopRun },
  } = live;
  if (breakpoints === undefined || taskRun.memo?.['isPastBreakpoint'] === true) return false;
  const itsValue = taskRun.value ?? (loopRun && textOf(loopRun.value));
  return breakpoints.some(({ id, value }) => id === taskRun.task.id && (value === undefined || value === itsValue));
}

/** Hands the attempt out, once the limit of its time is known. */
export function submitTaskRun(live: Live, taskRun: OpenTaskRun): void {
  const { timeoutMs, definition, kind } = taskRun.task;
  if (
    definition.timeout === undefined ||
    timeoutMs !== undefined ||
    kind === 'inline' ||
    taskRun.memo?.['timeoutMs'] !== undefined
  ) {
    return handOut(live, taskRun);
  }
  const result = evaluate(live, taskRun, 'timeout', definition.timeout, 'text');
  if (result === undefined) return;
  if (result.kind === 'failed') failTaskRun(live, taskRun, result.message);
  else timeoutResolved(live, taskRun, result.value);
}

export function timeoutResolved(live: Live, taskRun: OpenTaskRun, value: unknown): void {
  try {
    remember(live, taskRun, { timeoutMs: timeoutFrom(value) });
  } catch (error) {
    return failTaskRun(live, taskRun, (error as Error).message);
  }
  handOut(live, taskRun);
}

/** In milliseconds. Throws an error with a sentence when the text is no duration. */
export function timeoutFrom(text: unknown): number {
  try {
    return parseDuration(textOf(text));
  } catch (error) {
    throw new Error(`The timeout cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

function handOut(live: Live, taskRun: OpenTaskRun): void {
  live.effects.push({ kind: 'runTask', ord: taskRun.ord, attempt: taskRun.attempt });
}
