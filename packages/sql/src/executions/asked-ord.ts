import { ordOf } from '@windhover/model';

/** No task run has this ordinal. */
const noOrd = -2;

/** Ordinal of the task run to look for; one that is no task run of the execution is not found. */
export function askedOrd(executionId: string, taskRunId: string): number {
  return ordOf(executionId, taskRunId) ?? noOrd;
}
