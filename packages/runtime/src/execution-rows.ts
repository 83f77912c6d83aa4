/** Executions and task runs as rows. */
import {
  correlationLabel,
  endedAt,
  isSystemLabel,
  labelValue,
  startedAt,
  type Execution,
  type TaskRun,
} from '@windhover/model';
import {
  endedTaskRunBody,
  executionBody,
  liveTaskRunBody,
  type EndedTaskRunRow,
  type ExecutionRow,
  type LabelRows,
  type LiveTaskRunRow,
} from '@windhover/ports';
import type { Held } from './held.ts';
import { hideTaskRun } from './hidden-values.ts';

export type EndedRow = EndedTaskRunRow & { readonly wasLive: boolean };

/** Not ended for the store until the tasks after the end are over too: recovery goes by this column. */
export function toExecutionRow(held: Held, execution: Execution): ExecutionRow {
  const correlationId = labelValue(execution.labels, correlationLabel);
  return {
    run: held.run,
    tenantKey: held.tenantKey,
    executionId: held.executionId,
    namespace: execution.namespace,
    flowId: execution.flowId,
    revision: execution.flowRevision,
    state: execution.state.current,
    createdAt: startedAt(execution.state),
    endedAt: held.live.isOver ? (endedAt(execution.state) ?? null) : null,
    shard: held.shard,
    kind: execution.kind ?? null,
    parentId: execution.parentId ?? null,
    correlationId: correlationId === undefined || correlationId === held.executionId ? null : correlationId,
    triggerExecutionId: held.triggerExecutionId,
    body: executionBody(execution),
  };
}

/** Labels that users search by; the server's own are found through columns. */
export function toLabelRows(held: Held, execution: Execution): LabelRows {
  return {
    tenantKey: held.tenantKey,
    executionId: held.executionId,
    labels: execution.labels.filter((label) => !isSystemLabel(label)),
  };
}

export function toLiveRow(held: Held, taskRun: TaskRun): LiveTaskRunRow {
  const open = held.live.open.get(taskRun.ord);
  return {
    run: held.run,
    tenantKey: held.tenantKey,
    ord: taskRun.ord,
    shard: held.shard,
    state: taskRun.state.current,
    attempt: open?.attempt ?? taskRun.attempts.length,
    workerId: open?.workerId ?? null,
    lease: open?.lease ?? 0,
    body: liveTaskRunBody(hideTaskRun(taskRun, held)),
  };
}

export function toEndedRow(held: Held, taskRun: TaskRun): EndedRow {
  return endedRowOf(held, hideTaskRun(taskRun, held), held.storedOrds.has(taskRun.ord));
}

/** `wasLive`: the live table has a row of it, which goes. */
export function endedRowOf(
  { run, tenantKey }: Pick<Held, 'run' | 'tenantKey'>,
  taskRun: TaskRun,
  wasLive: boolean,
): EndedRow {
  const { outputs } = taskRun;
  return {
    run,
    tenantKey,
    ord: taskRun.ord,
    parentOrd: taskRun.parentOrd,
    taskId: taskRun.taskId,
    value: taskRun.value ?? null,
    iteration: taskRun.iteration ?? null,
    state: taskRun.state.current,
    body: endedTaskRunBody(taskRun),
    outputs: outputs === undefined ? null : JSON.stringify(outputs),
    wasLive,
  };
}
