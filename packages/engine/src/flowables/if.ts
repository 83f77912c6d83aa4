/** If: `then` when the condition is truthy, else `else`; rendered once, a missing branch is a success. */
import { isTruthyText } from '@windhover/expressions';
import { setOutputs } from '../end-task-run.ts';
import { evaluate } from '../evaluate.ts';
import { failTaskRun } from '../fail-task-run.ts';
import { newFrame, openFrame } from '../frame.ts';
import { taskRunChanged, type Frame, type Live, type OpenTaskRun } from '../live.ts';
import { textOf } from '../text-of.ts';
import type { Flowable } from './flowable.ts';

export const ifTask: Flowable = {
  start(live, taskRun) {
    const result = evaluate(live, taskRun, 'condition', taskRun.task.definition.properties['condition'], 'text');
    if (result === undefined) return;
    if (result.kind === 'failed') failTaskRun(live, taskRun, result.message);
    else resolved(live, taskRun, 'condition', result.value);
  },
  resolved,
  restore: (_live, taskRun) => (taskRun.outputs === undefined ? undefined : branchOf(taskRun)),
};

function resolved(live: Live, taskRun: OpenTaskRun, _key: string, value: unknown): void {
  setOutputs(live, taskRun, {
    evaluationResult: isTruthyText(textOf(value)),
  });
  taskRunChanged(live, taskRun);
  openFrame(live, taskRun, branchOf(taskRun));
}

function branchOf(taskRun: OpenTaskRun): Frame {
  const { branches } = taskRun.task;
  return newFrame(
    'sequence',
    taskRun,
    taskRun.outputs!['evaluationResult'] === true ? branches!.then : branches!.else,
    0,
  );
}
