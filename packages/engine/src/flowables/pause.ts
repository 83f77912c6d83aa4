/** Pause: runs `onPause`, waits for a person or a time; afterwards its own tasks run, if it has any. */
import { instantToText, parseDuration } from '@windhover/expressions';
import type { Json, JsonObject } from '@windhover/model';
import { endTaskRun, setOutputs } from '../end-task-run.ts';
import { evaluate } from '../evaluate.ts';
import { enterExecutionState, settleState } from '../execution-state.ts';
import { failTaskRun } from '../fail-task-run.ts';
import { newFrame, openFrame } from '../frame.ts';
import { isOnHold, type Frame, type Live, type OpenTaskRun } from '../live.ts';
import { remember } from '../remember.ts';
import { killTaskRun, stopExecution } from '../stop-execution.ts';
import { enterTaskRunState } from '../task-run-state.ts';
import { textOf } from '../text-of.ts';
import type { Flowable } from './flowable.ts';

export const pause: Flowable = {
  start(live, taskRun) {
    if (hasAnnounced(taskRun)) begin(live, taskRun);
    else openFrame(live, taskRun, announcementOf(taskRun));
  },
  roundEnded(live, frame) {
    const taskRun = frame.owner!;
    if (hasAnnounced(taskRun)) return false;
    remember(live, taskRun, { announced: frame.worst });
    frame.ended = true;
    taskRun.children = undefined;
    begin(live, taskRun);
    return true;
  },
  resolved,
  restore(_live, taskRun) {
    if (taskRun.memo?.['isResumed'] === true) return newTasks(taskRun);
    return hasAnnounced(taskRun) ? undefined : announcementOf(taskRun);
  },
  recover(live, taskRun) {
    if (taskRun.state.current === 'PAUSED') startPauseTimer(live, taskRun);
    else if (taskRun.children === undefined) pause.start(live, taskRun);
  },
  timerFired(live, taskRun, name) {
    if (name === 'pause' && taskRun.state.current === 'PAUSED') expire(live, taskRun);
  },
  resume(live, taskRun, event) {
    const by = event.by === undefined ? {} : { by: event.by };
    const resumed = { ...by, on: instantToText(live.at), to: 'RUNNING' };
    setOutputs(live, taskRun, { onResume: event.inputs ?? {}, resumed });
    cancelPauseTimer(live, taskRun);
    leavePause(live, taskRun, true);
    goOn(live, taskRun);
  },
  stop(live, taskRun) {
    if (taskRun.children !== undefined) return;
    cancelPauseTimer(live, taskRun);
    killTaskRun(live, taskRun);
  },
};

function begin(live: Live, taskRun: OpenTaskRun): void {
  const limit = limitOf(taskRun);
  if (limit === undefined) return wait(live, taskRun);
  const result = evaluate(live, taskRun, 'pauseLimit', limit, 'value');
  if (result === undefined) return;
  if (result.kind === 'failed') failTaskRun(live, taskRun, result.message);
  else resolved(live, taskRun, 'pauseLimit', result.value);
}

/** `pauseDuration` (or its old name) ends the pause as `behavior` says; without it `timeout` fails it. */
function limitOf({ task: { definition } }: OpenTaskRun): JsonObject | undefined {
  const { pauseDuration, delay, behavior } = definition.properties;
  const duration = pauseDuration ?? delay;
  if (duration !== undefined && duration !== null) return { duration, behavior: behavior ?? 'RESUME' };
  return definition.timeout === undefined ? undefined : { duration: definition.timeout, behavior: 'FAIL' };
}

const behaviors: readonly unknown[] = ['RESUME', 'WARN', 'FAIL', 'CANCEL'];

function resolved(live: Live, taskRun: OpenTaskRun, _key: string, value: unknown): void {
  const { duration, behavior } = value as { readonly duration: unknown; readonly behavior: Json };
  let limitMs: number;
  try {
    limitMs = parseDuration(textOf(duration));
  } catch (error) {
    return failTaskRun(live, taskRun, `The time to pause cannot be used: ${(error as Error).message}`);
  }
  if (!behaviors.includes(behavior)) {
    return failTaskRun(live, taskRun, `The behavior '${textOf(behavior)}' is not one of ${behaviors.join(', ')}`);
  }
  remember(live, taskRun, { dueAt: live.at + limitMs, behavior });
  wait(live, taskRun);
  startPauseTimer(live, taskRun);
}

function wait(live: Live, taskRun: OpenTaskRun): void {
  enterTaskRunState(live, taskRun, 'PAUSED');
}

export function startPauseTimer(live: Live, taskRun: OpenTaskRun): void {
  const dueAt = taskRun.memo?.['dueAt'];
  if (dueAt !== undefined) live.effects.push({ kind: 'startTimer', key: timerOf(taskRun), dueAt: Number(dueAt) });
}

export function cancelPauseTimer(live: Live, taskRun: OpenTaskRun): void {
  if (taskRun.memo?.['dueAt'] !== undefined) live.effects.push({ kind: 'cancelTimer', key: timerOf(taskRun) });
}

function timerOf(taskRun: OpenTaskRun): string {
  return `pause:${taskRun.ord}:1`;
}

function expire(live: Live, taskRun: OpenTaskRun): void {
  switch (taskRun.memo?.['behavior']) {
    case 'WARN':
      return endTaskRun(live, taskRun, 'WARNING');
    case 'FAIL':
      return failTaskRun(live, taskRun, 'Nobody resumed the execution in time');
    case 'CANCEL':
      endTaskRun(live, taskRun, 'CANCELLED');
      return stopExecution(live, 'CANCELLED', { cascade: false });
    default:
      leavePause(live, taskRun, false);
      return goOn(live, taskRun);
  }
}

/** RUNNING again; the execution too, unless it is paused for something else. */
export function leavePause(live: Live, taskRun: OpenTaskRun, isByHand: boolean): void {
  enterTaskRunState(live, taskRun, 'RUNNING');
  settleAfterPause(live, isByHand);
}

export function settleAfterPause(live: Live, isByHand: boolean): void {
  // Between PAUSED and RUNNING it tells a resume by hand from one by a timer.
  const isLast = !isOnHold(live) && (live.paused === undefined || live.paused.size === 0);
  if (isByHand && live.state.current === 'PAUSED' && isLast) enterExecutionState(live, 'RESTARTED');
  settleState(live);
}

function goOn(live: Live, taskRun: OpenTaskRun): void {
  remember(live, taskRun, { isResumed: true });
  const frame = newTasks(taskRun);
  frame.next = taskRun.task.branches!.then.length;
  frame.worst = Number(taskRun.memo?.['announced'] ?? 0);
  openFrame(live, taskRun, frame);
}

function newTasks(taskRun: OpenTaskRun): Frame {
  return newFrame('sequence', taskRun, taskRun.task.branches!.tasks, 0);
}

/** What runs before the pause begins: the first of the tasks. */
export function announcementOf(taskRun: OpenTaskRun): Frame {
  return newFrame('sequence', taskRun, taskRun.task.branches!.then, 0);
}

export function hasAnnounced({ memo, task }: OpenTaskRun): boolean {
  return task.branches!.then.length === 0 || memo?.['announced'] !== undefined;
}
