import type { EngineRows } from '@windhover/ports';
import type { Step } from '../step.ts';

export function writeInbox({ inboxApplied, inboxAdded }: Pick<EngineRows, 'inboxApplied' | 'inboxAdded'>): Step[] {
  return [
    { sql: 'delete from inbox where seq = ?', rows: inboxApplied.map((seq) => [seq]) },
    {
      sql: 'insert into inbox(shard, kind, tenant_id, execution_id, event) values (?, ?, ?, ?, ?)',
      rows: inboxAdded.map((row) => [row.shard, row.kind, row.tenantKey, row.executionId, row.event]),
    },
  ];
}
