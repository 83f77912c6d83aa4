import type { TenantKey } from '@windhover/model';
import type { ExecutionRow } from '@windhover/ports';
import type { Row } from '../sql-text.ts';

/** A row of `executions`, read whole. */
export function toExecutionRow(row: Row): ExecutionRow {
  return {
    run: row['run'] as number,
    tenantKey: row['tenant_id'] as TenantKey,
    executionId: row['execution_id'] as string,
    namespace: row['namespace'] as string,
    flowId: row['flow_id'] as string,
    revision: row['revision'] as number,
    state: row['state'] as string,
    createdAt: row['created_at'] as number,
    endedAt: row['ended_at'] as number | null,
    shard: row['shard'] as number,
    kind: row['kind'] as string | null,
    parentId: row['parent_id'] as string | null,
    correlationId: row['correlation_id'] as string | null,
    triggerExecutionId: row['trigger_execution_id'] as string | null,
    body: row['body'] as string,
  };
}
