/** The end of an execution: its state, its outputs, what runs afterwards. */
import { isTerminal, type JsonObject, type Output, type StateName } from '@windhover/model';
import { evaluate } from './evaluate.ts';
import { enterExecutionState, settleState } from './execution-state.ts';
import { newFrame } from './frame.ts';
import { stateOfRank } from './group-state.ts';
import { enqueue, executionChanged, type Frame, type Live } from './live.ts';
import { spentOnExecution } from './spending.ts';
import { spareAfterKill } from './stop-execution.ts';
import { toOutput } from './typed-output.ts';
import type { Evaluation } from './types.ts';

/** All lists have ended: decides the state, then renders the flow's outputs. */
export function finishExecution(live: Live, root: Frame): void {
  settleState(live);
  const state = live.stop?.endState ?? live.exit ?? stateOfRank(root.worst);
  if (live.flow.flow.outputs.length === 0 || state === 'KILLED' || state === 'CANCELLED' || state === 'RETRIED') {
    return endExecution(live, state);
  }
  live.pendingOutputs = {};
  renderOutputs(live, 0);
}

/** One after another, since each may have to wait for something that is not in memory. */
function renderOutputs(live: Live, from: number): void {
  const { outputs } = live.flow.flow;
  for (let index = from; index < outputs.length; index += 1) {
    const output = outputs[index]!;
    const result = evaluate(live, undefined, `output:${index}`, output.value, 'value');
    if (result === undefined) return;
    if (!takeOutput(live, output, result)) return;
  }
  live.flowOutputs = live.pendingOutputs as JsonObject;
  endExecution(live, currentEnd(live));
}

export function outputResolved(live: Live, index: number, result: Exclude<Evaluation, { kind: 'waiting' }>): void {
  const output = live.flow.flow.outputs[index];
  if (output === undefined || live.pendingOutputs === undefined) return;
  if (takeOutput(live, output, result)) renderOutputs(live, index + 1);
}

/** Keeps one output; false when it failed and with it the execution. */
function takeOutput(live: Live, output: Output, result: Exclude<Evaluation, { kind: 'waiting' }>): boolean {
  const typed = result.kind === 'value' ? toOutput(output, result.value) : result;
  if (typed.kind === 'value') {
    live.pendingOutputs![output.id] = typed.value;
    return true;
  }
  if (!output.required) return true;
  live.effects.push({
    kind: 'log',
    ord: -1,
    level: 'ERROR',
    message: `The output '${output.id}' of the flow cannot be made: ${typed.message}`,
  });
  live.pendingOutputs = undefined;
  endExecution(live, 'FAILED');
  return false;
}

function currentEnd(live: Live): StateName {
  return live.stop?.endState ?? live.exit ?? stateOfRank(live.root!.worst);
}

/** Enters the terminal state and runs `afterExecution`, which cannot change it any more. */
export function endExecution(live: Live, state: StateName): void {
  live.pendingOutputs = undefined;
  // A child execution that was killed kills its parent: the way there is the same as for a kill by hand.
  if (state === 'KILLED') enterExecutionState(live, 'KILLING');
  enterExecutionState(live, state);
  const lastedMs = live.at - live.state.histories[0]!.at;
  live.effects.push({
    kind: 'log',
    ord: -1,
    level: 'INFO',
    message: `Flow completed with state ${state} in ${asClock(Math.max(0, Math.round(lastedMs)))}`,
  });
  if (state === 'RETRIED' && live.retryAt !== undefined) {
    live.effects.push({ kind: 'createRetry', dueAt: live.retryAt, spending: spentOnExecution(live) });
  }
  for (const [index, sla] of live.flow.flow.sla.entries()) {
    if (sla.type === 'MAX_DURATION') live.effects.push({ kind: 'cancelTimer', key: `sla:${index}` });
  }
  const { afterExecution } = live.flow;
  const hasRun = live.state.histories.some((entry) => entry.state === 'RUNNING');
  if (!hasRun || afterExecution.length === 0) return completeAfterExecution(live);
  const frame = newFrame('sequence', undefined, afterExecution, 0, 'afterExecution');
  frame.spared = true;
  live.root = frame;
  if (live.stop !== undefined && !live.isCut) spareAfterKill(live);
  enqueue(live, frame);
}

/** `hh:mm:ss.SSS`; of whole milliseconds. A hundred hours have three digits. */
function asClock(ms: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const seconds = `${two((ms % 60_000) / 1000)}.${String(ms % 1000).padStart(3, '0')}`;
  return `${two(ms / 3_600_000)}:${two((ms % 3_600_000) / 60_000)}:${seconds}`;
}

/** All is over: parents, waiters and slots may go. */
export function completeAfterExecution(live: Live): void {
  if (live.isOver || !isTerminal(live.state.current)) return;
  live.isOver = true;
  executionChanged(live);
  if (live.stop !== undefined) {
    live.effects.push({ kind: 'cancelTimer', key: 'kill' });
    if (live.stop.sparedUntil !== undefined) live.effects.push({ kind: 'cancelTimer', key: 'afterKill' });
  }
  if (live.asksForSlot) live.effects.push({ kind: 'releaseSlot' });
  live.effects.push({ kind: 'notifyEnded', state: live.state.current });
}
