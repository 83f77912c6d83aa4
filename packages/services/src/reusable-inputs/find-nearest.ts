import type { ReusableInputsName } from '@windhover/model';
import type { ReusableInputsRevision, TenantScope } from '@windhover/ports';
import { withAncestors } from '../namespaces/ancestors.ts';

/** The newest revision in the namespace, or in the nearest of those above it that has such inputs; no tombstone. */
export async function findNearest(
  scope: TenantScope,
  { namespace, id }: ReusableInputsName,
): Promise<ReusableInputsRevision | undefined> {
  for (const place of withAncestors(namespace)) {
    const found = await scope.reusableInputs.findLatest(place, id);
    if (found !== undefined && !found.deleted) return found;
  }
  return undefined;
}
