/** Bulk actions on stored flows: delete, enable, disable; by name all or nothing, by query what the caller may touch. */
import { setProperty } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import { userIdOf, type Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { deleteCaches } from './delete-caches.ts';
import { flowThing } from './flow-name.ts';
import { announceFlows, tombstone, withoutLosing, writeRevisions } from './save-flow.ts';
import { selectNamed, type Selection } from './select-named.ts';

export type FlowAction = 'delete' | 'enable' | 'disable';

const permissions: Readonly<Record<FlowAction, string>> = {
  delete: 'FLOW:DELETE',
  enable: 'FLOW:ENABLE',
  disable: 'FLOW:DISABLE',
};
/** What one commit changes. */
const batch = 500;

/** How many flows the action was done for; those that are enabled (or disabled) already count and are not changed. */
export async function changeFlows(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  action: FlowAction,
  selection: Selection,
): Promise<number> {
  return withoutLosing(async () => {
    const found = await selectNamed(scope.flows, flowThing, actor, permissions[action], selection);
    for (let from = 0; from < found.length; from += batch) {
      const pairs = found
        .slice(from, from + batch)
        .map((before) => ({ before, after: act(deps, actor, action, before) }));
      await writeRevisions(deps, scope, actor, pairs);
      announceFlows(
        deps,
        scope,
        pairs.filter(({ before, after }) => before !== after).map(({ after }) => after),
      );
      await deleteCaches(
        deps,
        scope,
        pairs.map(({ after }) => after),
      );
    }
    return found.length;
  });
}

function act(deps: Deps, actor: Actor, action: FlowAction, before: FlowRevision): FlowRevision {
  if (action === 'delete') return tombstone(deps, actor, before);
  const disabled = action === 'disable';
  if (before.disabled === disabled) return before;
  const { createdBy: _createdBy, ...kept } = before;
  const changedBy = userIdOf(actor);
  return {
    ...kept,
    source: setProperty(before.source, 'disabled', disabled, 'namespace'),
    document: { ...before.document, disabled },
    disabled,
    revision: before.revision + 1,
    createdAt: deps.clock.now(),
    ...(changedBy !== undefined && { createdBy: changedBy }),
  };
}
