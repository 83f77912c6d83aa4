/** Subflow: an execution of another flow, waited for unless told otherwise. */
import type { JsonObject } from '@windhover/model';
import { endTaskRun, setOutputs } from '../end-task-run.ts';
import { evaluate } from '../evaluate.ts';
import { failAttempt } from '../fail-attempt.ts';
import type { Live, OpenTaskRun } from '../live.ts';
import { timeoutFrom } from '../open-task-run.ts';
import { startTimeout } from '../recover-task-run.ts';
import { forget, remember } from '../remember.ts';
import { killTaskRun } from '../stop-execution.ts';
import { beginAttempt, endAttempt, enterTaskRunState, isAttemptOpen } from '../task-run-state.ts';
import { textOf } from '../text-of.ts';
import type { Event } from '../types.ts';
import { childTemplates, doesRestartChild, doesTransmitFailed, doesWait, toChildSpec } from './child-spec.ts';
import type { Flowable } from './flowable.ts';
import { logChild } from './log-child.ts';

export const subflow: Flowable = {
  keepsProgress: true,
  start(live, taskRun) {
    if (taskRun.memo?.['childId'] !== undefined) {
      // Its last end may have been decided by a user: then the old child is confirmed, but neither its restart nor a new one.
      forget(live, taskRun, 'isConfirmed');
      if (doesRestartChild(taskRun)) return restartChild(live, taskRun);
      forget(live, taskRun, 'childId');
    }
    const result = evaluate(live, taskRun, 'child', templatesOf(taskRun), 'value');
    if (result === undefined) return;
    if (result.kind === 'failed') refuse(live, taskRun, result.message);
    else resolved(live, taskRun, 'child', result.value);
  },
  resolved,
  unresolved: refuse,
  restore: () => undefined,
  recover(live, taskRun) {
    const { memo, ord } = taskRun;
    if (memo?.['isConfirmed'] !== true) return subflow.start(live, taskRun);
    live.effects.push({ kind: 'askChild', ord, childId: textOf(memo['childId']) });
    startTimeout(live, taskRun);
  },
  stop,
  childStarted(live, taskRun, event) {
    const { memo, state } = taskRun;
    const { childId } = event;
    if (
      !isAttemptOpen(taskRun) ||
      (memo?.['childId'] !== undefined && memo['childId'] !== childId) ||
      memo?.['isConfirmed'] === true
    )
      return;
    logChild(live, taskRun, memo?.['childId'] === undefined ? 'Created new' : 'Restarted', event);
    remember(live, taskRun, { childId, isConfirmed: true });
    setOutputs(live, taskRun, { executionId: childId });
    if (state.current === 'KILLING') live.effects.push({ kind: 'killChild', ord: taskRun.ord, childId });
    else if (!doesWait(taskRun)) succeed(live, taskRun, 'SUCCESS');
    // Not before: which one is to be killed must be known.
    else startTimeout(live, taskRun);
  },
  childRefused(live, taskRun, { childId, message }) {
    if (!isAttemptOpen(taskRun) || taskRun.memo?.['isConfirmed'] === true) return;
    if (childId !== undefined && taskRun.memo?.['childId'] !== childId) return;
    // One that was sought in order to be killed was never made.
    if (taskRun.state.current === 'KILLING') return succeed(live, taskRun, 'KILLED');
    if (childId === undefined) return refuse(live, taskRun, message);
    forget(live, taskRun, 'childId');
    subflow.start(live, taskRun);
  },
  childEnded(live, taskRun, event) {
    // Another one takes its place, and is waited for
    if (event.state === 'RETRIED') return;
    const isAwaited = doesWait(taskRun) || taskRun.state.current === 'KILLING';
    if (isAttemptOpen(taskRun) && taskRun.memo?.['childId'] === event.childId && isAwaited) end(live, taskRun, event);
  },
  childReplaced(live, taskRun, { childId, by }) {
    if (!isAttemptOpen(taskRun) || taskRun.memo?.['childId'] !== childId) return;
    remember(live, taskRun, { childId: by });
    setOutputs(live, taskRun, { executionId: by });
    if (taskRun.state.current === 'KILLING') live.effects.push({ kind: 'killChild', ord: taskRun.ord, childId: by });
  },
  timedOut(live, taskRun) {
    live.effects.push({ kind: 'killChild', ord: taskRun.ord, childId: textOf(taskRun.memo!['childId']) });
    // What was killed stays so: a restart makes another one.
    forget(live, taskRun, 'childId');
    fail(live, taskRun);
  },
};

/** With the limit of its time, where that is an expression. */
function templatesOf(taskRun: OpenTaskRun): JsonObject {
  const { definition, timeoutMs } = taskRun.task;
  const isKnown = definition.timeout === undefined || timeoutMs !== undefined;
  return isKnown ? childTemplates(taskRun) : { ...childTemplates(taskRun), timeout: definition.timeout };
}

function resolved(live: Live, taskRun: OpenTaskRun, _key: string, value: unknown): void {
  const { timeout } = value as JsonObject;
  let spec;
  try {
    if (timeout !== undefined) remember(live, taskRun, { timeoutMs: timeoutFrom(timeout) });
    spec = toChildSpec(live, taskRun, value);
  } catch (error) {
    return refuse(live, taskRun, (error as Error).message);
  }
  if (!isAttemptOpen(taskRun)) beginAttempt(live, taskRun);
  taskRun.isAsking = true;
  live.effects.push({ kind: 'startChild', ord: taskRun.ord, attempt: taskRun.attempt, spec });
}

/** The failed child of a restarted execution goes on where it failed, rather than a new one from the start. */
function restartChild(live: Live, taskRun: OpenTaskRun): void {
  if (!isAttemptOpen(taskRun)) beginAttempt(live, taskRun);
  live.effects.push({
    kind: 'restartChild',
    ord: taskRun.ord,
    attempt: taskRun.attempt,
    childId: textOf(taskRun.memo!['childId']),
  });
}

function end(live: Live, taskRun: OpenTaskRun, event: Extract<Event, { kind: 'childEnded' }>): void {
  const outputs: JsonObject = {
    executionId: event.childId,
    state: event.state,
    ...(event.outputs === undefined ? undefined : { outputs: event.outputs }),
  };
  setOutputs(live, taskRun, outputs);
  if (event.failure !== undefined) return refuse(live, taskRun, event.failure);
  if (!doesTransmitFailed(taskRun)) return succeed(live, taskRun, 'SUCCESS');
  switch (event.state) {
    case 'KILLED':
    case 'CANCELLED':
      return succeed(live, taskRun, 'KILLED');
    case 'FAILED':
      return fail(live, taskRun);
    case 'WARNING':
      return succeed(live, taskRun, 'WARNING');
    default:
      return succeed(live, taskRun, 'SUCCESS');
  }
}

function succeed(live: Live, taskRun: OpenTaskRun, state: 'SUCCESS' | 'WARNING' | 'KILLED'): void {
  endAttempt(live, taskRun, state);
  endTaskRun(live, taskRun, state);
}

function refuse(live: Live, taskRun: OpenTaskRun, message: string): void {
  live.effects.push({ kind: 'log', ord: taskRun.ord, level: 'ERROR', message });
  fail(live, taskRun);
}

/** The next attempt makes a child of its own; a restart later on finds the last one. */
function fail(live: Live, taskRun: OpenTaskRun): void {
  // After a reload its child may be told of while it is asked for once more: that is over now.
  taskRun.waiting = undefined;
  taskRun.isAsking = false;
  forget(live, taskRun, 'isConfirmed');
  failAttempt(live, taskRun);
  if (taskRun.state.current === 'RETRYING') forget(live, taskRun, 'childId');
}

function stop(live: Live, taskRun: OpenTaskRun): void {
  const { memo, ord, attempt, isAsking } = taskRun;
  if (live.isForced || live.stop?.cascade === false || !isAttemptOpen(taskRun)) return killTaskRun(live, taskRun);
  taskRun.waiting = undefined;
  enterTaskRunState(live, taskRun, 'KILLING');
  const childId = memo?.['childId'];
  // One that is just being made is killed as soon as its id is known.
  if (childId !== undefined) live.effects.push({ kind: 'killChild', ord, childId: textOf(childId) });
  // Before a reload it may have been made without the parent's knowing, and is not asked for any more.
  else if (!isAsking) live.effects.push({ kind: 'findChild', ord, attempt });
}
