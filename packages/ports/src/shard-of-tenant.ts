import type { TenantKey } from '@windhover/model';

/** Which shard a name belongs to. With one shard that is always the same. */
export function shardOf(name: string, count: number): number {
  if (count === 1) return 0;
  let hash = 0;
  for (let index = 0; index < name.length; index += 1) hash = (hash * 31 + name.charCodeAt(index)) | 0;
  return (hash >>> 0) % count;
}

/** All that is counted or listened to in one tenant meets in one place: slots, quotas, news for flow triggers. */
export function shardOfTenant(tenantKey: TenantKey, count: number): number {
  return shardOf(tenantKey, count);
}
