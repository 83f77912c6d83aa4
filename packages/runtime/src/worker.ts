/** Runs attempts of runnable tasks: claim, render, run within the limits, answer with an event. */
import type { Event, OpenTaskRun } from '@windhover/engine';
import { formatDuration } from '@windhover/expressions';
import type { JsonObject } from '@windhover/model';
import { TaskError, type RunnableTask, type Stop, type TaskResult } from '@windhover/plugin-sdk';
import { openAttempt, type AttemptContext } from './attempt-context.ts';
import type { RunningJob } from './dispatcher.ts';
import type { Executor } from './executor.ts';
import { failureEvent } from './failure-event.ts';
import type { Held } from './held.ts';
import type { Job } from './jobs.ts';
import { renderOutside } from './evaluate-outside.ts';
import type { Tools } from './tools.ts';

interface Attempt {
  readonly held: Held;
  readonly taskRun: OpenTaskRun;
  readonly context: AttemptContext;
  readonly of: { readonly ord: number; readonly attempt: number; readonly lease: number };
}

/** Claims the job for this worker and starts it; undefined when the execution does not wait for it any more. */
export function beginJob({ held, ord, attempt }: Job, executor: Executor, tools: Tools): RunningJob | undefined {
  const { clock } = tools.deps;
  const taskRun = held.live.open.get(ord);
  if (!executor.isCurrent(held) || taskRun === undefined || taskRun.attempt !== attempt) return undefined;
  executor.post(held, { kind: 'taskClaimed', ord, attempt, workerId: tools.workerId, at: clock.now() });
  if (!executor.isCurrent(held) || taskRun.workerId !== tools.workerId) return undefined;
  const { lease } = taskRun;
  const of = { ord, attempt, lease };
  executor.post(held, { kind: 'taskStarted', ...of, workerId: tools.workerId, at: clock.now() });
  const { tenantKey, executionId } = held;
  const context = openAttempt(held, taskRun, tools, (lines) =>
    executor.submit({ kind: 'lines', tenantKey, executionId, ord, attempt, lines }),
  );
  const done = runAttempt({ held, taskRun, context, of }, executor, tools);
  return { lease, done, stop: (stop) => context.stop(stop) };
}

async function runAttempt(attempt: Attempt, executor: Executor, tools: Tools): Promise<void> {
  const { held, taskRun, context } = attempt;
  const cancelTimeout = limitTime(attempt, tools);
  const work = resultOf(attempt, tools);
  // A task that does not heed its signal is given up: its result, if one ever comes, is late news.
  const event = await Promise.race([work, givenUp(context.signal, tools)]).then(
    (result) => successEvent(attempt, result, tools),
    (cause: unknown) => failureOf(attempt, cause, tools),
  );
  cancelTimeout();
  context.closeLog();
  if (event !== undefined) executor.post(held, event);
  const ended = work.then(ignore, ignore).then(() => context.removeDirectory());
  tools.background.run(`remove the working directory of task '${taskRun.task.id}'`, ended);
}

async function resultOf({ held, taskRun, context }: Attempt, tools: Tools): Promise<TaskResult<unknown>> {
  const prepared = tools.prepare(taskRun.task);
  const properties = await renderOutside(held, taskRun.ord, tools, (variables) => prepared.propertiesAsync(variables));
  context.signal.throwIfAborted();
  return (prepared.task as unknown as RunnableTask).run(context.withProperties(properties) as never);
}

function successEvent({ of }: Attempt, { outputs, warning, update }: TaskResult<unknown>, { deps }: Tools): Event {
  const sizeBytes = outputs === undefined ? 0 : Buffer.byteLength(JSON.stringify(outputs));
  const { maxOutputsBytes } = deps.settings;
  if (sizeBytes > maxOutputsBytes) {
    throw new TaskError(`Outputs have ${sizeBytes} bytes, at most ${maxOutputsBytes} are kept: store them as a file`);
  }
  return {
    kind: 'taskSucceeded',
    ...of,
    at: deps.clock.now(),
    ...(outputs === undefined ? undefined : { outputs: outputs as JsonObject }),
    ...(warning === true ? { warning } : undefined),
    ...(update === undefined ? undefined : { update }),
  };
}

/** Undefined when nobody waits for the answer any more. */
function failureOf({ context, of }: Attempt, cause: unknown, { deps }: Tools): Event | undefined {
  const at = deps.clock.now();
  const stop = context.signal.aborted ? (context.signal.reason as Stop) : undefined;
  switch (stop?.kind) {
    case 'killed':
      return { kind: 'taskKilled', ...of, at };
    case 'lost':
      return undefined;
    case 'timeout':
    case undefined: {
      const event = failureEvent({ ...of, at }, cause);
      const message = stop?.message ?? event.message;
      context.log('ERROR', message);
      return { ...event, message };
    }
  }
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
