import type { TenantKey } from '@windhover/model';
import type { EndedTaskRunRow, LiveTaskRunRow } from '@windhover/ports';
import type { Row } from '../sql-text.ts';

/** A row of `live_task_runs`, read whole. */
export function toLiveTaskRunRow(row: Row): LiveTaskRunRow {
  return {
    run: row['run'] as number,
    tenantKey: row['tenant_id'] as TenantKey,
    ord: row['ord'] as number,
    shard: row['shard'] as number,
    state: row['state'] as string,
    attempt: row['attempt'] as number,
    workerId: row['worker_id'] as string | null,
    lease: row['lease'] as number,
    body: row['body'] as string,
  };
}

/** A row of `task_runs`; one that was read without its outputs has none. */
export function toEndedTaskRunRow(row: Row): EndedTaskRunRow {
  return {
    run: row['run'] as number,
    tenantKey: row['tenant_id'] as TenantKey,
    ord: row['ord'] as number,
    parentOrd: row['parent_ord'] as number,
    taskId: row['task_id'] as string,
    value: row['value'] as string | null,
    iteration: row['iteration'] as number | null,
    state: row['state'] as string,
    body: row['body'] as string,
    outputs: (row['outputs'] ?? null) as string | null,
  };
}
