import type { EngineRows } from '@windhover/ports';
import { bigint, insertion, integer, text, type Section } from './section.ts';

/** Each row is the whole truth of its quota: the older one goes. */
export function replaceQuotaCounts(rows: EngineRows['quotaCounts'] = []): Section {
  return insertion(
    'quotas_counted',
    'quota_counts',
    [
      text(
        'tenant_id',
        rows.map((row) => row.tenantKey),
      ),
      text(
        'quota',
        rows.map((row) => row.quota),
      ),
      integer(
        'shard',
        rows.map((row) => row.shard),
      ),
      bigint(
        'ends_at',
        rows.map((row) => row.endsAt),
      ),
      bigint(
        'count',
        rows.map((row) => row.count),
      ),
    ],
    {
      onConflict: `on conflict(tenant_id, quota)
        do update set shard = excluded.shard, ends_at = excluded.ends_at, count = excluded.count`,
    },
  );
}
