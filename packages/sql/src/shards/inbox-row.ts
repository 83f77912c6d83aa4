import type { TenantKey } from '@windhover/model';
import type { InboxKind, InboxRow } from '@windhover/ports';
import type { Row } from '../sql-text.ts';

/** A row of `inbox`, read whole. */
export function toInboxRow(row: Row): InboxRow {
  return {
    seq: row['seq'] as number,
    shard: row['shard'] as number,
    kind: row['kind'] as InboxKind,
    tenantKey: row['tenant_id'] as TenantKey,
    executionId: row['execution_id'] as string,
    event: row['event'] as string,
  };
}
