/** Which shard things belong to. With one shard that is always the same. */
import type { TenantKey } from '@windhover/model';
import { shardOf, shardOfTenant } from '@windhover/ports';
import type { CreateExecution } from '@windhover/services';

/** The triggers of a flow. */
export function shardOfFlow(
  tenantKey: TenantKey,
  { namespace, id }: { readonly namespace: string; readonly id: string },
  count: number,
): number {
  return shardOf(`${tenantKey}/${namespace}/${id}`, count);
}

/**
 * Where a new execution lives from now on: with others of its tenant when limits or quotas hold for it, so that nobody has
 * to be asked for a slot; else where what started it lives, so that they are told of each other in one commit; else where
 * its idempotency key says, so that one server has all requests of one key and creates one of them; else anywhere, so that
 * each server has the same mix.
 */
export function shardForNew(
  {
    tenantKey,
    executionId,
    idempotencyKey,
    shard,
  }: Pick<CreateExecution, 'tenantKey' | 'executionId' | 'idempotencyKey' | 'shard'>,
  isLimited: boolean,
  count: number,
): number {
  if (isLimited) return shardOfTenant(tenantKey, count);
  return shard ?? shardOf(idempotencyKey === undefined ? executionId : `${tenantKey}/${idempotencyKey}`, count);
}
