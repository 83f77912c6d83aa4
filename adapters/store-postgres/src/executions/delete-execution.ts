import type { TenantKey } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { absent, changing, step, tenantWrite, type Step } from '../step.ts';

/**
 * Removes what hangs on the execution before the execution itself, through which it is found. Refused while it is live:
 * only the owner of its shard may write it then; once its row is locked, a restart waits and finds it gone. Its ticks
 * stay: they say that the tick was taken, and must not run again.
 */
export function deleteExecution(key: TenantKey, executionId: string, options: { readonly logs: boolean }): WriteOp {
  const refusal = { thing: 'Execution', id: executionId };
  const children = (table: string): Step =>
    step(`delete from ${table} where run = (${run}) and tenant_id = $1`, key, executionId);
  const ofExecution = (table: string): Step =>
    step(`delete from ${table} where tenant_id = $1 and execution_id = $2`, key, executionId);
  return tenantWrite(
    key,
    step('select 1 from executions where tenant_id = $1 and execution_id = $2 for update', key, executionId),
    absent(
      refusal,
      'select 1 from executions where tenant_id = $1 and execution_id = $2 and ended_at is null',
      key,
      executionId,
    ),
    ofExecution('execution_labels'),
    children('task_runs'),
    children('live_task_runs'),
    children('metric_chunks'),
    options.logs ? children('log_chunks') : keepLogs(key, executionId),
    ofExecution('slots'),
    ofExecution('idempotency'),
    changing(refusal, 'delete from executions where tenant_id = $1 and execution_id = $2', key, executionId),
  );
}

const run = 'select run from executions where tenant_id = $1 and execution_id = $2';

/** Lines know their execution by its number only; this remembers whose they were. */
function keepLogs(key: TenantKey, executionId: string): Step {
  return step(
    `insert into kept_logs(run, tenant_id, execution_id, namespace, flow_id)
     select run, tenant_id, execution_id, namespace, flow_id from executions e
     where tenant_id = $1 and execution_id = $2 and exists (select 1 from log_chunks where run = e.run)`,
    key,
    executionId,
  );
}
