import type { EngineRows } from '@windhover/ports';
import type { Step } from '../step.ts';

/**
 * Labels as rows for searches. They are the dearest index of all, so there is no second one by execution: the rows to
 * replace are found through the labels in the execution's stored body. That is why these steps come before the update.
 */
export function replaceLabels(rows: Pick<EngineRows, 'labels' | 'executionsInserted'>): Step[] {
  const inserted = new Set(rows.executionsInserted.map((row) => row.executionId));
  const replaced = rows.labels.filter((row) => !inserted.has(row.executionId));
  return [
    { sql: deleteLabelsSql, rows: replaced.map((row) => [row.tenantKey, row.executionId]) },
    {
      sql: 'insert or ignore into execution_labels(tenant_id, key, value, execution_id) values (?, ?, ?, ?)',
      rows: rows.labels.flatMap((row) =>
        row.labels.map((label) => [row.tenantKey, label.key, label.value, row.executionId]),
      ),
    },
  ];
}

const deleteLabelsSql = `
  delete from execution_labels where (tenant_id, key, value, execution_id) in (
    select e.tenant_id, label.value ->> 'key', label.value ->> 'value', e.execution_id
    from executions e, json_each(e.body, '$.labels') label where e.tenant_id = ? and e.execution_id = ?)`;
