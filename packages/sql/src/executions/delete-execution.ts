import type { Dialect } from '../dialect.ts';
import { absent, changing, step, type SqlStep } from '../sql-step.ts';
import { rawSql, sql, type OneTenant, type Sql } from '../sql-text.ts';

export interface ExecutionDeletion {
  readonly tenant: OneTenant;
  readonly executionId: string;
  /** Whether its logs go with it. */
  readonly logs: boolean;
  /** Takes its rows out of `execution_labels`. */
  readonly deleteLabels: Sql;
  readonly dialect: Dialect;
}

/**
 * Removes what hangs on the execution before the execution itself, through which it is found. Refused while it is live:
 * only the owner of its shard may write it then; once its row is locked, a restart waits and finds it gone. Its ticks
 * stay: they say that the tick was taken, and must not run again.
 */
export function deleteExecution({
  tenant,
  executionId,
  logs,
  deleteLabels,
  dialect,
}: ExecutionDeletion): readonly SqlStep[] {
  const refusal = { thing: 'Execution', id: executionId };
  const itself = sql`tenant_id = ${tenant} and execution_id = ${executionId}`;
  const children = (table: string): SqlStep =>
    step(
      sql`delete from ${rawSql(table)} where run = (select run from executions where ${itself}) and tenant_id = ${tenant}`,
    );
  return [
    ...dialect.lockRows(sql`select 1 from executions where ${itself}`),
    absent(refusal, sql`select 1 from executions where ${itself} and ended_at is null`),
    step(deleteLabels),
    children('task_runs'),
    children('live_task_runs'),
    children('metric_chunks'),
    logs ? children('log_chunks') : keepLogs(tenant, executionId),
    step(sql`delete from slots where ${itself}`),
    step(sql`delete from idempotency where ${itself}`),
    changing(refusal, sql`delete from executions where ${itself}`),
  ];
}

/** Lines know their execution by its number only; this remembers whose they were. */
function keepLogs(tenant: OneTenant, executionId: string): SqlStep {
  return step(
    sql`insert into kept_logs(run, tenant_id, execution_id, namespace, flow_id)
      select run, tenant_id, execution_id, namespace, flow_id from executions e
      where tenant_id = ${tenant} and execution_id = ${executionId}
        and exists (select 1 from log_chunks where run = e.run)`,
  );
}
