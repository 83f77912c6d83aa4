import type { EngineRows } from '@windhover/ports';
import type { Step } from '../step.ts';

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
