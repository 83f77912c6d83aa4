/** LoopUntil: rounds of its tasks until a condition holds, with a pause between them. */
import { isTruthyText, parseDuration } from '@windhover/expressions';
import type { JsonObject } from '@windhover/model';
import { setOutputs } from '../end-task-run.ts';
import { evaluate } from '../evaluate.ts';
import { settleState } from '../execution-state.ts';
import { failTaskRun } from '../fail-task-run.ts';
import { newLoopFrame, openFrame } from '../frame.ts';
import { failedRank } from '../group-state.ts';
import { enqueue, type Frame, type Live, type OpenTaskRun } from '../live.ts';
import { remember } from '../remember.ts';
import { removeTaskRuns } from '../remove-task-runs.ts';
import { beginSpending, spentOn } from '../spending.ts';
import { killTaskRun } from '../stop-execution.ts';
import { enterTaskRunState } from '../task-run-state.ts';
import { textOf } from '../text-of.ts';
import type { Flowable } from './flowable.ts';

export const loopUntil: Flowable = {
  start(live, taskRun) {
    const frequency = taskRun.task.definition.properties['checkFrequency'] ?? {};
    const result = evaluate(live, taskRun, 'checkFrequency', frequency, 'value');
    if (result === undefined) return;
    if (result.kind === 'failed') failTaskRun(live, taskRun, result.message);
    else resolved(live, taskRun, 'checkFrequency', result.value);
  },
  resolved,
  restore: (_live, taskRun) => (taskRun.memo?.['round'] === undefined ? undefined : loopOf(taskRun)),
  recover(live, taskRun) {
    if (taskRun.children === undefined) loopUntil.start(live, taskRun);
    else if (taskRun.state.current === 'PAUSED') startTimer(live, taskRun);
  },
  roundEnded(live, frame) {
    const taskRun = frame.owner!;
    if (taskRun.memo!['isOver'] === true) return false;
    if (taskRun.waiting !== undefined || taskRun.state.current === 'PAUSED') return true;
    removeTaskRuns(live, frame.previousOrds!);
    frame.previousOrds = [];
    setOutputs(live, taskRun, { iterationCount: frame.iteration! });
    const result = evaluate(live, taskRun, 'condition', taskRun.task.definition.properties['condition'], 'text');
    if (result === undefined) return true;
    if (result.kind === 'failed') failLoop(live, taskRun, frame, result.message);
    else conditionResolved(live, taskRun, frame, result.value);
    return true;
  },
  unresolved(live, taskRun, message) {
    if (taskRun.children === undefined) failTaskRun(live, taskRun, message);
    else failLoop(live, taskRun, taskRun.children, message);
  },
  stop(live, taskRun) {
    const round = taskRun.children?.iteration;
    if (round === undefined) killTaskRun(live, taskRun);
    else live.effects.push({ kind: 'cancelTimer', key: `loop:${taskRun.ord}:${round}` });
  },
  timerFired(live, taskRun, name, round) {
    const frame = taskRun.children;
    if (name === 'loop' && taskRun.state.current === 'PAUSED' && frame?.iteration === round)
      beginRound(live, taskRun, frame);
  },
};

interface Frequency {
  readonly interval?: string;
  readonly maxIterations?: number | string;
  readonly maxDuration?: string;
}

function resolved(live: Live, taskRun: OpenTaskRun, key: string, value: unknown): void {
  if (key === 'condition') {
    if (taskRun.children !== undefined) conditionResolved(live, taskRun, taskRun.children, value);
    return;
  }
  const { interval = 'PT1M', maxIterations, maxDuration } = (value ?? {}) as Frequency;
  let limits: JsonObject;
  try {
    limits = {
      intervalMs: parseDuration(interval),
      ...(maxIterations === undefined ? undefined : { maxIterations: Number(maxIterations) }),
      ...(maxDuration === undefined ? undefined : { maxDurationMs: parseDuration(maxDuration) }),
    };
  } catch (error) {
    return failTaskRun(live, taskRun, `The checkFrequency cannot be used: ${(error as Error).message}`);
  }
  remember(live, taskRun, { ...limits, round: 1 });
  if (maxDuration !== undefined) beginSpending(live, taskRun);
  setOutputs(live, taskRun, { iterationCount: 0 });
  openFrame(live, taskRun, loopOf(taskRun));
}

function loopOf(taskRun: OpenTaskRun): Frame {
  const frame = newLoopFrame(taskRun, taskRun.task.branches!.tasks, Number(taskRun.memo!['round']));
  if (taskRun.memo!['hasFailed'] === true) markFailed(frame);
  return frame;
}

function conditionResolved(live: Live, taskRun: OpenTaskRun, frame: Frame, value: unknown): void {
  const holds = isTruthyText(textOf(value));
  // After an Exit no further round begins.
  if (holds || (live.exit !== undefined && !frame.spared)) return endLoop(live, taskRun, frame);
  const { intervalMs, maxIterations, maxDurationMs } = taskRun.memo as {
    intervalMs: number;
    maxIterations?: number;
    maxDurationMs?: number;
  };
  const hasRoundsLeft = maxIterations === undefined || frame.iteration! < maxIterations;
  const hasTimeLeft = maxDurationMs === undefined || spentOn(live, taskRun) + intervalMs <= maxDurationMs;
  if (hasRoundsLeft && hasTimeLeft) {
    remember(live, taskRun, { dueAt: live.at + intervalMs });
    enterTaskRunState(live, taskRun, 'PAUSED');
    return startTimer(live, taskRun);
  }
  if (taskRun.task.definition.properties['failOnMaxReached'] !== true) return endLoop(live, taskRun, frame);
  failLoop(live, taskRun, frame, `The condition did not hold after ${frame.iteration} rounds, and no more are allowed`);
}

/** Of itself, although no child has failed: its `errors` and `finally` run as after a failed child. */
function failLoop(live: Live, taskRun: OpenTaskRun, frame: Frame, message: string): void {
  live.effects.push({ kind: 'log', ord: taskRun.ord, level: 'ERROR', message });
  remember(live, taskRun, { hasFailed: true });
  markFailed(frame);
  endLoop(live, taskRun, frame);
}

function markFailed(frame: Frame): void {
  frame.worst = failedRank;
  frame.failed = true;
}

function endLoop(live: Live, taskRun: OpenTaskRun, frame: Frame): void {
  remember(live, taskRun, { isOver: true });
  enqueue(live, frame);
}

function startTimer(live: Live, taskRun: OpenTaskRun): void {
  const key = `loop:${taskRun.ord}:${taskRun.children!.iteration}`;
  live.effects.push({ kind: 'startTimer', key, dueAt: Number(taskRun.memo!['dueAt']) });
}

function beginRound(live: Live, taskRun: OpenTaskRun, frame: Frame): void {
  const round = frame.iteration! + 1;
  remember(live, taskRun, { round });
  enterTaskRunState(live, taskRun, 'RUNNING');
  settleState(live);
  frame.iteration = round;
  frame.previousOrds = frame.ords;
  frame.ords = [];
  frame.next = 0;
  frame.worst = 0;
  enqueue(live, frame);
}
