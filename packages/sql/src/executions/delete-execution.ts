import { absent, changing, step, type SqlStep } from '../sql-step.ts';
import { rawSql, sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

/**
 * Removes what hangs on the execution before the execution itself, through which it is found. Refused while it is live:
 * only the owner of its shard may write it then; once its row is locked, a restart waits and finds it gone. Its ticks
 * stay: they say that the tick was taken, and must not run again.
 */
export function deleteExecution(
  { tenant, dialect }: ScopeDeps,
  executionId: string,
  { logs }: { readonly logs: boolean },
): readonly SqlStep[] {
  const refusal = { thing: 'Execution', id: executionId };
  const itself = sql`tenant_id = ${tenant} and execution_id = ${executionId}`;
  const run = sql`select run from executions where ${itself}`;
  const children = (table: string): SqlStep =>
    step(sql`delete from ${rawSql(table)} where run = (${run}) and tenant_id = ${tenant}`);
  return [
    ...dialect.lockRows(sql`select 1 from executions where ${itself}`),
    absent(refusal, sql`select 1 from executions where ${itself} and ended_at is null`),
    step(dialect.deleteLabels(tenant, run)),
    children('task_runs'),
    children('live_task_runs'),
    children('metric_chunks'),
    logs ? children('log_chunks') : keepLogs(itself),
    step(sql`delete from slots where ${itself}`),
    step(sql`delete from idempotency where ${itself}`),
    changing(refusal, sql`delete from executions where ${itself}`),
  ];
}

/** Lines know their execution by its number only; this remembers whose they were. */
function keepLogs(itself: Sql): SqlStep {
  return step(
    sql`insert into kept_logs(run, tenant_id, execution_id, namespace, flow_id)
      select run, tenant_id, execution_id, namespace, flow_id from executions e
      where ${itself} and exists (select 1 from log_chunks where run = e.run)`,
  );
}
