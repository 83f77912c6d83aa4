/** Parallel and Dag: many at once, at most `concurrent` of them. A failure lets what runs end and starts nothing more. */
import type { Flowable } from './flowable.ts';
import { newDagFrame, newFrame, openFrame } from '../frame.ts';
import type { Frame, OpenTaskRun } from '../live.ts';
import { limitOf } from './limit.ts';

export const parallel: Flowable = {
  start: (live, taskRun) => openFrame(live, taskRun, parallelOf(taskRun)),
  restore: (_live, taskRun) => parallelOf(taskRun),
};

export const dag: Flowable = {
  start: (live, taskRun) => openFrame(live, taskRun, newDagFrame(taskRun, limitOf(taskRun, 'concurrent', 0))),
  restore: (_live, taskRun) => newDagFrame(taskRun, limitOf(taskRun, 'concurrent', 0)),
};

function parallelOf(taskRun: OpenTaskRun): Frame {
  return newFrame('parallel', taskRun, taskRun.task.branches!.tasks, limitOf(taskRun, 'concurrent', 0));
}
