import { NotFound } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { deleteCaches } from './delete-caches.ts';
import { flowThing, type FlowName } from './flow-name.ts';
import { announceFlows, tombstone, withoutLosing, writeRevisions } from './save-flow.ts';

/** Appends a tombstone and answers it; executions and older revisions stay. Throws `NotFound`, also when it is deleted already. */
export async function deleteFlow(deps: Deps, scope: TenantScope, actor: Actor, name: FlowName): Promise<FlowRevision> {
  demandOn(actor, 'FLOW:DELETE', name.namespace, flowThing(name));
  return withoutLosing(async () => {
    const before = await scope.flows.findLatest(name.namespace, name.id);
    if (before === undefined || before.deleted) throw new NotFound({ thing: flowThing(name) });
    const revision = tombstone(deps, actor, before);
    await writeRevisions(deps, scope, actor, [{ before, after: revision }]);
    announceFlows(deps, scope, [revision]);
    await deleteCaches(deps, scope, [revision]);
    return revision;
  });
}
