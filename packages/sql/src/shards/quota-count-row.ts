import type { TenantKey } from '@windhover/model';
import type { QuotaCountRow } from '@windhover/ports';
import type { Row } from '../sql-text.ts';

/** A row of `quota_counts`, read whole. */
export function toQuotaCountRow(row: Row): QuotaCountRow {
  return {
    shard: row['shard'] as number,
    tenantKey: row['tenant_id'] as TenantKey,
    quota: row['quota'] as string,
    endsAt: row['ends_at'] as number,
    count: row['count'] as number,
  };
}
