/** Template: the tasks of a template, one after another; they see its arguments. */
import { invariant, type JsonObject } from '@windhover/model';
import { setOutputs } from '../end-task-run.ts';
import { evaluate } from '../evaluate.ts';
import { failTaskRun } from '../fail-task-run.ts';
import { newFrame, openFrame } from '../frame.ts';
import { taskRunChanged, type Frame, type Live, type OpenTaskRun } from '../live.ts';
import type { Flowable } from './flowable.ts';

export const template: Flowable = {
  start(live, taskRun) {
    const { id, failure, children, properties } = taskRun.task.definition;
    if (failure !== undefined) return failTaskRun(live, taskRun, failure);
    invariant(children !== undefined, `the flow was read with the template of the task '${id}'`);
    const result = evaluate(live, taskRun, 'args', properties['args'] ?? {}, 'text');
    if (result === undefined) return;
    if (result.kind === 'failed') failTaskRun(live, taskRun, result.message);
    else resolved(live, taskRun, 'args', result.value);
  },
  resolved,
  restore: (_live, taskRun) => (taskRun.outputs === undefined ? undefined : sequenceOf(taskRun)),
};

function resolved(live: Live, taskRun: OpenTaskRun, _key: string, args: unknown): void {
  setOutputs(live, taskRun, { args: args as JsonObject });
  taskRunChanged(live, taskRun);
  openFrame(live, taskRun, sequenceOf(taskRun));
}

function sequenceOf(taskRun: OpenTaskRun): Frame {
  return newFrame('sequence', taskRun, taskRun.task.branches!.tasks, 0);
}
