import type { EngineRows } from '@windhover/ports';
import type { Step } from '../step.ts';

/** Each row is the whole truth of its quota: the older one goes. */
export function replaceQuotaCounts(rows: EngineRows['quotaCounts'] = []): Step {
  return {
    sql: 'insert or replace into quota_counts(tenant_id, quota, shard, ends_at, count) values (?, ?, ?, ?, ?)',
    rows: rows.map((row) => [row.tenantKey, row.quota, row.shard, row.endsAt, row.count]),
  };
}
