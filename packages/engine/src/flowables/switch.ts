/** Switch: the case of the rendered value, else `defaults`; without either it fails. */
import { setOutputs } from '../end-task-run.ts';
import { evaluate } from '../evaluate.ts';
import { failTaskRun } from '../fail-task-run.ts';
import { newFrame, openFrame } from '../frame.ts';
import { taskRunChanged, type Frame, type Live, type OpenTaskRun } from '../live.ts';
import { textOf } from '../text-of.ts';
import type { Flowable } from './flowable.ts';

export const switchTask: Flowable = {
  start(live, taskRun) {
    const result = evaluate(live, taskRun, 'value', taskRun.task.definition.properties['value'], 'text');
    if (result === undefined) return;
    if (result.kind === 'failed') failTaskRun(live, taskRun, result.message);
    else resolved(live, taskRun, 'value', result.value);
  },
  resolved,
  restore: (_live, taskRun) => (taskRun.outputs === undefined ? undefined : branchOf(taskRun)),
};

function resolved(live: Live, taskRun: OpenTaskRun, _key: string, rendered: unknown): void {
  const value = textOf(rendered);
  const isDefault = !taskRun.task.branches!.cases.has(value);
  setOutputs(live, taskRun, { value, defaults: isDefault });
  taskRunChanged(live, taskRun);
  if (isDefault && (taskRun.task.definition.children?.defaults ?? []).length === 0) {
    return failTaskRun(
      live,
      taskRun,
      `No case of '${taskRun.task.id}' is named '${value}' and it has no defaults; add one of them`,
    );
  }
  openFrame(live, taskRun, branchOf(taskRun));
}

function branchOf(taskRun: OpenTaskRun): Frame {
  const { cases, defaults } = taskRun.task.branches!;
  return newFrame('sequence', taskRun, cases.get(textOf(taskRun.outputs!['value'])) ?? defaults, 0);
}
