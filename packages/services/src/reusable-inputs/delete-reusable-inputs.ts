import { NotFound, type ReusableInputsName } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { withoutLosing } from '../flows/save-flow.ts';
import { blockThing } from './block-thing.ts';
import { blockTombstone, blockWrites } from './save-reusable-inputs.ts';

/** Of the namespace itself. Flows that name them no longer start, or get those of a namespace above. Throws `NotFound`. */
export async function deleteReusableInputs(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  name: ReusableInputsName,
): Promise<void> {
  const thing = blockThing(name);
  demandOn(actor, 'REUSABLE_INPUTS:DELETE', name.namespace, thing);
  await withoutLosing(async () => {
    const before = await scope.reusableInputs.findLatest(name.namespace, name.id);
    if (before === undefined || before.deleted) throw new NotFound({ thing });
    await deps.store.write(blockWrites(deps, scope, actor, blockTombstone(deps, actor, before), before));
  });
}
