/** One attempt of a task's own code: rendered, run, and ended when its time is over or it is told to stop. */
import type { OpenTaskRun } from '@windhover/engine';
import { formatDuration, type Context } from '@windhover/expressions';
import { TaskError, type RunContext, type RunnableTask, type Stop, type TaskResult } from '@windhover/plugin-sdk';
import type { AttemptContext } from './attempt-context.ts';
import { renderOutside } from './evaluate-outside.ts';
import type { Held } from './held.ts';
import { checkOutputs, withKeptOutputs } from './kept-outputs.ts';
import type { Properties } from './prepared-task.ts';
import { runCode } from './run-code.ts';
import { throughCache } from './task-cache.ts';
import type { Tools } from './tools.ts';

export interface Attempt {
  readonly held: Held;
  readonly taskRun: OpenTaskRun;
  readonly context: AttemptContext;
}

/** What was made of it, and when the code really was over. */
export interface Work<Result> {
  /** Rejects with the failure, or with a `TaskError` when the code did not stop within the grace time. */
  readonly result: Promise<Result>;
  readonly isOver: Promise<void>;
}

/** Runs the task's code. */
export async function runTask({ held, taskRun, context }: Attempt, tools: Tools): Promise<TaskResult<unknown>> {
  const prepared = tools.prepare(taskRun.task);
  const render = (variables: Context): Promise<Properties> => prepared.propertiesAsync(variables);
  const properties = await renderOutside(held, taskRun.ord, tools, render, context.variables);
  context.signal.throwIfAborted();
  const task = prepared.task as unknown as RunnableTask;
  const own = context.withProperties(properties);
  const run = async (): Promise<TaskResult<unknown>> => {
    const { maxOutputsBytes } = tools.deps.settings;
    const result = await runCode(task, own, held, context.place).catch((cause: unknown) => {
      throw withKeptOutputs(cause, maxOutputsBytes);
    });
    checkOutputs(result.outputs, maxOutputsBytes);
    return result;
  };
  if (taskRun.task.definition.taskCache?.enabled !== true) return run();
  const asked = await renderAll(task, properties, own.render);
  if (asked !== undefined) return throughCache({ held, taskRun, context }, asked, run, tools);
  context.log('WARN', `The outputs are not cached: the task renders '${task.verbatim!.join("', '")}' itself`);
  return run();
}

/** Does a part of the attempt that may be done twice, and does it again for as long as the store cannot be reached. */
export function persistently<T>(
  { context: { signal } }: Attempt,
  { persist }: Tools,
  work: () => Promise<T>,
): Promise<T> {
  return persist.run(() => {
    signal.throwIfAborted();
    return work();
  });
}

/** Keeps the limits of the attempt around its work. */
export function withinLimits<Result>(attempt: Attempt, work: Promise<Result>, tools: Tools): Work<Result> {
  const cancelTimeout = limitTime(attempt, tools);
  // A task that does not heed its signal is given up: its result, if one ever comes, is late news.
  const result = Promise.race([work, givenUp(attempt.context.signal, tools)]).finally(cancelTimeout);
  return { result, isOver: work.then(ignore, ignore) };
}

/**
 * The properties with those too that the task renders itself, as they are with its stand-ins; undefined when it has none for
 * what it adds to the variables.
 */
async function renderAll(
  { verbatim = [], standIns }: RunnableTask,
  properties: Properties,
  render: RunContext<unknown>['render'],
): Promise<Properties | undefined> {
  const unrendered = Object.entries(properties).filter(
    ([name, value]) => verbatim.includes(name) && value !== undefined,
  );
  if (unrendered.length === 0) return properties;
  if (standIns === undefined) return undefined;
  return { ...properties, ...((await render(Object.fromEntries(unrendered), standIns)) as Properties) };
}

/** Ends the attempt when its time is over; the answer takes the limit off. */
function limitTime({ taskRun, context }: Attempt, { deps }: Tools): () => void {
  const rendered = taskRun.memo?.['timeoutMs'];
  const timeoutMs = taskRun.task.timeoutMs ?? (typeof rendered === 'number' ? rendered : undefined);
  if (timeoutMs === undefined) return ignore;
  return deps.clock.after(timeoutMs, () =>
    context.stop({ kind: 'timeout', message: `Timeout after ${formatDuration(timeoutMs)}` }),
  );
}

/** Rejects when a task that was told to stop has not done so within the grace time. */
function givenUp(signal: AbortSignal, { deps }: Tools): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      deps.clock.after(deps.settings.killGraceMs, () => reject(new TaskError((signal.reason as Stop).message)));
    });
  });
}

function ignore(): void {}
