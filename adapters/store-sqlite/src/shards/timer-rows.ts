import type { TenantKey } from '@windhover/model';
import type { EngineRows, TimerRow } from '@windhover/ports';
import type { Step } from '../step.ts';
import type { Row } from '../threads/reader-thread.ts';

/** What is cleared and set again in one commit stays set. */
export function writeTimers({ timersCleared, timersSet }: Pick<EngineRows, 'timersCleared' | 'timersSet'>): Step[] {
  return [
    {
      sql: 'delete from timers where shard = ? and due_at = ? and run = ? and key = ?',
      rows: timersCleared.map((row) => [row.shard, row.dueAt, row.run, row.key]),
    },
    {
      sql: 'insert or replace into timers(shard, due_at, tenant_id, run, key) values (?, ?, ?, ?, ?)',
      rows: timersSet.map((row) => [row.shard, row.dueAt, row.tenantKey, row.run, row.key]),
    },
  ];
}

export function toTimerRow(row: Row): TimerRow {
  return {
    shard: row['shard'] as number,
    dueAt: row['due_at'] as number,
    tenantKey: row['tenant_id'] as TenantKey,
    run: row['run'] as number,
    key: row['key'] as string,
  };
}
