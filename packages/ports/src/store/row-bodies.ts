/**
 * What of an execution and its task runs stands in a row's `body`: everything that no column holds. The engine's host
 * writes these texts, every adapter reads them.
 */
import type { Execution, TaskRun } from '@windhover/model';
import type { EndedTaskRunRow, ExecutionRow, LiveTaskRunRow } from './shards.ts';

export function executionBody(execution: Execution): string {
  return JSON.stringify({
    ...execution,
    id: undefined,
    namespace: undefined,
    flowId: undefined,
    flowRevision: undefined,
  });
}

export function toExecution(
  row: Pick<ExecutionRow, 'executionId' | 'namespace' | 'flowId' | 'revision' | 'body'>,
): Execution {
  return {
    ...(JSON.parse(row.body) as Omit<Execution, 'id' | 'namespace' | 'flowId' | 'flowRevision'>),
    id: row.executionId,
    namespace: row.namespace,
    flowId: row.flowId,
    flowRevision: row.revision,
  };
}

/** The body of a thin row: the task run as it is, its ordinal apart. */
export function liveTaskRunBody(taskRun: TaskRun): string {
  return JSON.stringify({ ...taskRun, ord: undefined });
}

export function toLiveTaskRun(row: Pick<LiveTaskRunRow, 'ord' | 'body'>): TaskRun {
  return { ...(JSON.parse(row.body) as Omit<TaskRun, 'ord'>), ord: row.ord };
}

/** The body of a final row; outputs stand beside it, so that histories can be read without them. */
export function endedTaskRunBody(taskRun: TaskRun): string {
  return JSON.stringify({
    ...taskRun,
    ord: undefined,
    parentOrd: undefined,
    taskId: undefined,
    value: undefined,
    iteration: undefined,
    outputs: undefined,
  });
}

export function toEndedTaskRun(row: Omit<EndedTaskRunRow, 'run' | 'tenantKey' | 'state'>): TaskRun {
  return {
    ...(JSON.parse(row.body) as Pick<TaskRun, 'state' | 'attempts' | 'dynamic'>),
    ord: row.ord,
    parentOrd: row.parentOrd,
    taskId: row.taskId,
    ...(row.value !== null && { value: row.value }),
    ...(row.iteration !== null && { iteration: row.iteration }),
    ...(row.outputs !== null && { outputs: JSON.parse(row.outputs) as NonNullable<TaskRun['outputs']> }),
  };
}
