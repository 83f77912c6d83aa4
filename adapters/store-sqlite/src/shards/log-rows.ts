import type { LogChunkRow } from '@windhover/ports';
import type { Step } from '../step.ts';

export function insertLogs(rows: readonly LogChunkRow[]): Step {
  return {
    sql: 'insert into log_chunks(run, tenant_id, ord, attempt, level, at, body) values (?, ?, ?, ?, ?, ?, ?)',
    rows: rows.map((row) => [row.run, row.tenantKey, row.ord, row.attempt, row.level, row.at, row.body]),
  };
}
