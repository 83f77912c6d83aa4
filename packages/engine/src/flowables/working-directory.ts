/** WorkingDirectory: one job on a worker, whose children the worker reports; its `errors` and `finally` run as anywhere. */
import type { StateName } from '@windhover/model';
import { countChild } from '../end-task-run.ts';
import { newFrame } from '../frame.ts';
import { rankOf } from '../group-state.ts';
import type { Frame, OpenTaskRun } from '../live.ts';
import { submitTaskRun } from '../open-task-run.ts';
import { forget } from '../remember.ts';
import { removeInnerTaskRuns } from '../remove-task-runs.ts';
import type { Flowable } from './flowable.ts';

export const workingDirectory: Flowable = {
  start(live, taskRun) {
    taskRun.children ??= jobOf(taskRun);
    taskRun.children.running = 1;
    forget(live, taskRun, 'jobState');
    removeInnerTaskRuns(live, taskRun);
    submitTaskRun(live, taskRun);
  },
  restore(_live, taskRun) {
    const job = jobOf(taskRun);
    const state = taskRun.memo?.['jobState'] as StateName | undefined;
    if (state === undefined) job.running = 1;
    else countChild(job, rankOf(state), state === 'FAILED');
    return job;
  },
};

function jobOf(taskRun: OpenTaskRun): Frame {
  const frame = newFrame('job', taskRun, taskRun.task.branches!.tasks, 0);
  frame.inner = new Map();
  frame.innerOrds = [];
  return frame;
}
