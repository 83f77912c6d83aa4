import type { TenantKey } from '@windhover/model';
import type { TimerRow } from '@windhover/ports';
import type { Row } from '../sql-text.ts';

/** A row of `timers`, read whole. */
export function toTimerRow(row: Row): TimerRow {
  return {
    shard: row['shard'] as number,
    dueAt: row['due_at'] as number,
    tenantKey: row['tenant_id'] as TenantKey,
    run: row['run'] as number,
    key: row['key'] as string,
  };
}
