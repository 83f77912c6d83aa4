import type { ExecutionRow } from '@windhover/ports';
import type { SqlValue, Step } from '../step.ts';

export function insertExecutions(rows: readonly ExecutionRow[]): Step {
  return {
    sql: `insert into executions(run, tenant_id, execution_id, namespace, flow_id, revision, state, created_at, ended_at,
            shard, kind, parent_id, correlation_id, trigger_execution_id, body)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    rows: rows.map(toInsertParameters),
    expect: { of: 'change', refusal: { thing: 'Execution', id: '' }, idAt: 2 },
  };
}

/** An owner that updates an execution which is gone was overtaken by its deletion. */
export function updateExecutions(rows: readonly ExecutionRow[]): Step {
  return {
    sql: `update executions set revision = ?, state = ?, ended_at = ?, kind = ?, body = ?
          where run = ? and tenant_id = ? and execution_id = ?`,
    rows: rows.map(toUpdateParameters),
    expect: { of: 'change', refusal: { thing: 'Execution', id: '' }, idAt: 7 },
  };
}

function toInsertParameters(row: ExecutionRow): SqlValue[] {
  return [
    row.run,
    row.tenantKey,
    row.executionId,
    row.namespace,
    row.flowId,
    row.revision,
    row.state,
    row.createdAt,
    row.endedAt,
    row.shard,
    row.kind,
    row.parentId,
    row.correlationId,
    row.triggerExecutionId,
    row.body,
  ];
}

function toUpdateParameters(row: ExecutionRow): SqlValue[] {
  return [row.revision, row.state, row.endedAt, row.kind, row.body, row.run, row.tenantKey, row.executionId];
}
