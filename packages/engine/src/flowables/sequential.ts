/** Sequential and AllowFailure: one task after another. */
import type { Flowable } from './flowable.ts';
import { newFrame, openFrame } from '../frame.ts';
import type { Frame, OpenTaskRun } from '../live.ts';

export const sequential: Flowable = {
  start: (live, taskRun) => openFrame(live, taskRun, sequenceOf(taskRun)),
  restore: (_live, taskRun) => sequenceOf(taskRun),
};

/** Its `errors` run, but a failure never leaves it. */
export const allowFailure: Flowable = {
  ...sequential,
  endState: (state) => (state === 'FAILED' ? 'WARNING' : state),
};

function sequenceOf(taskRun: OpenTaskRun): Frame {
  return newFrame('sequence', taskRun, taskRun.task.branches!.tasks, 0);
}
