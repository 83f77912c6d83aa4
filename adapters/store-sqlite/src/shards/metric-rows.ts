import type { MetricChunkRow } from '@windhover/ports';
import type { Step } from '../step.ts';

export function insertMetrics(rows: readonly MetricChunkRow[] = []): Step {
  return {
    sql: 'insert into metric_chunks(run, tenant_id, ord, attempt, task_id, at, body) values (?, ?, ?, ?, ?, ?, ?)',
    rows: rows.map((row) => [row.run, row.tenantKey, row.ord, row.attempt, row.taskId, row.at, row.body]),
  };
}
