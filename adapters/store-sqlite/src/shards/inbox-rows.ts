import type { TenantKey } from '@windhover/model';
import type { EngineRows, InboxRow } from '@windhover/ports';
import type { Step } from '../step.ts';
import type { Row } from '../threads/reader-thread.ts';

export function writeInbox({ inboxApplied, inboxAdded }: Pick<EngineRows, 'inboxApplied' | 'inboxAdded'>): Step[] {
  return [
    { sql: 'delete from inbox where seq = ?', rows: inboxApplied.map((seq) => [seq]) },
    {
      sql: 'insert into inbox(shard, tenant_id, execution_id, event) values (?, ?, ?, ?)',
      rows: inboxAdded.map((row) => [row.shard, row.tenantKey, row.executionId, row.event]),
    },
  ];
}

export function toInboxRow(row: Row): InboxRow {
  return {
    seq: row['seq'] as number,
    shard: row['shard'] as number,
    tenantKey: row['tenant_id'] as TenantKey,
    executionId: row['execution_id'] as string,
    event: row['event'] as string,
  };
}
