/** The list that runs after the end: a listener's tasks are left out, without a task run, unless its conditions hold. */
import { isTruthyText } from '@windhover/expressions';
import { evaluate } from './evaluate.ts';
import { enqueue, type Frame, type Live } from './live.ts';
import { openTaskRun } from './open-task-run.ts';
import type { Evaluation } from './types.ts';

type Result = Exclude<Evaluation, { kind: 'waiting' }>;

/** False when the conditions must be rendered outside first: `listenerResolved` then goes on with the list. */
export function openNextListener(live: Live, frame: Frame): boolean {
  if (live.waiting !== undefined) return false;
  const { onlyIf } = frame.list[frame.next]!.definition;
  const result: Result | undefined =
    onlyIf === undefined
      ? { kind: 'value', value: 'true' }
      : evaluate(live, undefined, `onlyIf:${frame.next}`, onlyIf, 'text');
  if (result === undefined) return false;
  openIf(live, frame, result);
  return true;
}

export function listenerResolved(live: Live, index: number, result: Result): void {
  const frame = live.root;
  if (frame?.phase !== 'afterExecution' || frame.next !== index) return;
  openIf(live, frame, result);
  enqueue(live, frame);
}

/** Conditions that cannot be rendered do not hold, and say so. */
function openIf(live: Live, frame: Frame, result: Result): void {
  const task = frame.list[frame.next++]!;
  if (result.kind === 'failed') {
    const message = `The conditions of the listener with task '${task.id}' cannot be evaluated: ${result.message}`;
    live.effects.push({ kind: 'log', ord: -1, level: 'WARN', message });
  } else if (isTruthyText(result.value as string | null)) openTaskRun(live, frame, task, undefined, undefined);
}
