import type { OpenTaskRun } from '@windhover/engine';
import { taskRunId } from '@windhover/model';
import type { TaskRunInfo } from '@windhover/plugin-sdk';
import type { Held } from './held.ts';

/** The task run as its own code sees it. */
export function taskRunInfo({ live }: Held, { ord, task, attempt, value }: OpenTaskRun): TaskRunInfo {
  const { flow, tenantId } = live.flow;
  const id = taskRunId(live.id, ord);
  const info: TaskRunInfo = {
    id,
    executionId: live.id,
    namespace: flow.namespace,
    flowId: flow.id,
    flowRevision: flow.revision,
    taskId: task.id,
    attempt,
    tenantId,
    idempotencyKey: `${id}-${attempt}`,
  };
  return value === undefined ? info : { ...info, value };
}
