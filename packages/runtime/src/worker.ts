/** Runs attempts of runnable tasks: claim, run within the limits, answer with an event. */
import type { Event } from '@windhover/engine';
import type { JsonObject } from '@windhover/model';
import { TaskError, type Stop, type TaskResult } from '@windhover/plugin-sdk';
import { maskText, type TaskOutcome } from '@windhover/services';
import { openAttempt, type AttemptContext } from './attempt-context.ts';
import { handOnTo } from './hand-on.ts';
import type { RunningJob } from './dispatcher.ts';
import type { Executor } from './executor.ts';
import { failureEvent } from './failure-event.ts';
import type { Held } from './held.ts';
import type { Job, Refusal } from './jobs.ts';
import { maskChange } from './mask-shown.ts';
import type { Place } from './remote/place.ts';
import { persistently, runTask, withinLimits, type Attempt } from './run-task.ts';
import type { Tools } from './tools.ts';
import { runDirectory } from './working-directory.ts';

/** What the events of an attempt name; results under an older lease do not count. */
export interface AttemptOf {
  readonly ord: number;
  readonly attempt: number;
  readonly lease: number;
}

/**
 * Claims the job for this server and starts it, at a place on a worker of a group when one is given; undefined when the
 * execution does not wait for it any more.
 */
export function beginJob(job: Job, executor: Executor, tools: Tools, place?: Place): RunningJob | undefined {
  const { held, ord, attempt, refusal } = job;
  const { clock } = tools.deps;
  const taskRun = held.live.open.get(ord);
  if (!executor.lives.has(held) || taskRun?.attempt !== attempt || taskRun.workerId !== undefined) return undefined;
  executor.post(held, { kind: 'taskClaimed', ord, attempt, workerId: tools.workerId, at: clock.now() });
  if (!executor.lives.has(held) || taskRun.workerId !== tools.workerId) return undefined;
  tools.crashAt('worker.after-lease-before-start');
  const of = { ord, attempt, lease: taskRun.lease };
  executor.post(held, { kind: 'taskStarted', ...of, workerId: tools.workerId, at: clock.now() });
  tools.crashAt('worker.after-start');
  tools.deps.meters?.taskStarted(taskRun.task.definition.type);
  const context = openAttempt(held, taskRun, tools, handOnTo(executor, tools.deps.clock, held, taskRun), { place });
  place?.onLost(() => giveBack(context, of, held, executor, clock));
  const done = run({ held, taskRun, context }, of, refusal, executor, tools);
  return { lease: of.lease, done, stop: (stop) => context.stop(stop) };
}

type EndEvent = Extract<Event, { kind: 'taskSucceeded' | 'taskFailed' | 'taskKilled' }>;

/** The worker of its group is gone: the attempt is made again, unless it was to end anyway. */
function giveBack(
  context: AttemptContext,
  of: AttemptOf,
  held: Held,
  executor: Executor,
  clock: { now(): number },
): void {
  context.stop({ kind: 'lost', message: 'The worker is gone' });
  if ((context.signal.reason as Stop).kind !== 'lost') return;
  context.log('WARN', 'The worker that ran the task is gone: it is run again');
  executor.post(held, { kind: 'taskLost', ...of, at: clock.now() });
}

async function run(
  attempt: Attempt,
  of: AttemptOf,
  refusal: Refusal | undefined,
  executor: Executor,
  tools: Tools,
): Promise<void> {
  const { held, taskRun, context } = attempt;
  const startedAt = tools.deps.clock.monotonic();
  const code = codeOf(attempt, of, refusal, executor, tools);
  const work = withinLimits(attempt, code, tools);
  const event = await work.result.then(
    (result) => successEvent(held, of, result, tools.deps.clock.now()),
    (cause: unknown) => endEvent(held, context, of, cause, tools.deps.clock.now()),
  );
  const tookMs = tools.deps.clock.monotonic() - startedAt;
  tools.deps.meters?.taskEnded(taskRun.task.definition.type, outcomeOf(event), tookMs);
  const logFile = await context.closeLog();
  tools.crashAt('worker.after-exit-before-result');
  if (event !== undefined) executor.post(held, logFile === undefined ? event : { ...event, logFile });
  tools.crashAt('worker.after-result-before-ack');
  context.place?.close();
  const cleaned = work.isOver.then(() => context.removeDirectory());
  tools.background.run(`remove the working directory of task '${taskRun.task.id}'`, cleaned);
}

function codeOf(
  attempt: Attempt,
  of: AttemptOf,
  refusal: Refusal | undefined,
  executor: Executor,
  tools: Tools,
): Promise<TaskResult<unknown>> {
  if (refusal !== undefined) return refuse(attempt.context, refusal);
  if (attempt.taskRun.task.branches !== undefined) return runDirectory(attempt, of, executor, tools);
  return persistently(attempt, tools, () => runTask(attempt, tools));
}

function outcomeOf(event: EndEvent | undefined): TaskOutcome {
  switch (event?.kind) {
    case 'taskSucceeded':
      return 'success';
    case 'taskFailed':
      return 'failed';
    case 'taskKilled':
      return 'killed';
    case undefined:
      return 'lost';
  }
}

async function refuse({ log }: AttemptContext, { kind, message }: Refusal): Promise<TaskResult<unknown>> {
  if (kind === 'fail') throw new TaskError(message);
  log('WARN', `${message}: the execution is cancelled`);
  return { update: { exit: 'CANCELLED' } };
}

function successEvent(
  { masks }: Held,
  of: AttemptOf,
  { outputs, warning, update }: TaskResult<unknown>,
  at: number,
): EndEvent {
  return {
    kind: 'taskSucceeded',
    ...of,
    at,
    ...(outputs === undefined ? undefined : { outputs: outputs as JsonObject }),
    ...(warning === true ? { warning } : undefined),
    ...(update === undefined ? undefined : { update: maskChange(update, masks) }),
  };
}

/** Undefined when nobody waits for the answer any more. */
function endEvent(
  { masks }: Held,
  context: AttemptContext,
  of: AttemptOf,
  cause: unknown,
  at: number,
): EndEvent | undefined {
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
      return { ...event, message: maskText(message, masks) };
    }
  }
}
