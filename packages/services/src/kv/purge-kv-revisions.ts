import type { TenantScope } from '@windhover/ports';
import { oldRevisions, type PurgeRule } from '../revisions/old-revisions.ts';
import type { KvDeps } from './manage-kv.ts';

/** Deletes what the rule names of what a pair was before; answers how many values there were. */
export async function purgeKvRevisions(
  { store }: Pick<KvDeps, 'store'>,
  scope: TenantScope,
  { namespace, key }: { readonly namespace: string; readonly key: string },
  rule: PurgeRule,
): Promise<number> {
  const earlier = await scope.kv.listEarlier(namespace, key);
  const made = earlier.map(({ revision, updatedAt }) => ({ revision, createdAt: updatedAt }));
  // The present one counts and stays
  const { keepAmount = 1 } = rule;
  const purged = oldRevisions(made, { ...rule, keepAmount: keepAmount - 1 }, 0);
  await store.write(purged.map(({ revision }) => scope.kv.deleteEarlier(namespace, key, revision)));
  return purged.length;
}
