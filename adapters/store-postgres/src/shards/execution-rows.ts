import type { ExecutionRow } from '@windhover/ports';
import { bigint, insertion, integer, text, type Section } from './section.ts';

export function insertExecutions(rows: readonly ExecutionRow[]): Section {
  return insertion('executions_inserted', 'executions', [
    bigint(
      'run',
      rows.map((row) => row.run),
    ),
    text(
      'tenant_id',
      rows.map((row) => row.tenantKey),
    ),
    text(
      'execution_id',
      rows.map((row) => row.executionId),
    ),
    text(
      'namespace',
      rows.map((row) => row.namespace),
    ),
    text(
      'flow_id',
      rows.map((row) => row.flowId),
    ),
    integer(
      'revision',
      rows.map((row) => row.revision),
    ),
    text(
      'state',
      rows.map((row) => row.state),
    ),
    bigint(
      'created_at',
      rows.map((row) => row.createdAt),
    ),
    bigint(
      'ended_at',
      rows.map((row) => row.endedAt),
    ),
    integer(
      'shard',
      rows.map((row) => row.shard),
    ),
    text(
      'kind',
      rows.map((row) => row.kind),
    ),
    text(
      'parent_id',
      rows.map((row) => row.parentId),
    ),
    text(
      'correlation_id',
      rows.map((row) => row.correlationId),
    ),
    text(
      'trigger_execution_id',
      rows.map((row) => row.triggerExecutionId),
    ),
    text(
      'body',
      rows.map((row) => row.body),
    ),
  ]);
}

export const executionsUpdated = 'executions_updated';

/** An owner that updates an execution which is gone was overtaken by its deletion. */
export function updateExecutions(rows: readonly ExecutionRow[]): Section {
  return {
    name: executionsUpdated,
    columns: [
      bigint(
        'run',
        rows.map((row) => row.run),
      ),
      text(
        'tenant_id',
        rows.map((row) => row.tenantKey),
      ),
      text(
        'execution_id',
        rows.map((row) => row.executionId),
      ),
      integer(
        'revision',
        rows.map((row) => row.revision),
      ),
      text(
        'state',
        rows.map((row) => row.state),
      ),
      bigint(
        'ended_at',
        rows.map((row) => row.endedAt),
      ),
      text(
        'kind',
        rows.map((row) => row.kind),
      ),
      text(
        'body',
        rows.map((row) => row.body),
      ),
    ],
    sql: (updates) => `
      update executions e
      set revision = n.revision, state = n.state, ended_at = n.ended_at, kind = n.kind, body = n.body
      from ${updates} n where e.run = n.run and e.tenant_id = n.tenant_id and e.execution_id = n.execution_id returning 1`,
  };
}
