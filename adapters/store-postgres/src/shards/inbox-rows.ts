import type { TenantKey } from '@windhover/model';
import type { EngineRows, InboxRow } from '@windhover/ports';
import type { Row } from '../connection/statement.ts';
import { bigint, deletion, insertion, integer, text, type Section } from './section.ts';

export function writeInbox({ inboxApplied, inboxAdded }: Pick<EngineRows, 'inboxApplied' | 'inboxAdded'>): Section[] {
  return [
    deletion('inbox_applied', 'inbox', [bigint('seq', inboxApplied)]),
    insertion(
      'inbox_added',
      'inbox',
      [
        integer(
          'shard',
          inboxAdded.map((row) => row.shard),
        ),
        text(
          'tenant_id',
          inboxAdded.map((row) => row.tenantKey),
        ),
        text(
          'execution_id',
          inboxAdded.map((row) => row.executionId),
        ),
        text(
          'event',
          inboxAdded.map((row) => row.event),
        ),
      ],
      { ordered: true },
    ),
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
