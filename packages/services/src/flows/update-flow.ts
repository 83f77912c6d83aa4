import { InvalidEntity, NotFound } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { checkSource, type CheckedSource } from './check-source.ts';
import { flowThing, type FlowName } from './flow-name.ts';
import { announceFlows, nextRevision, withoutLosing, writeRevisions } from './save-flow.ts';

/**
 * Saves the next revision; a source that is the same as before is no change and gives the present one. Throws `NotFound`,
 * and {@link InvalidEntity} for a source that is not valid or names another flow.
 */
export async function updateFlow(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  name: FlowName,
  source: string,
  options: { readonly draft?: boolean | undefined } = {},
): Promise<FlowRevision> {
  demandOn(actor, 'FLOW:UPDATE', name.namespace, flowThing(name));
  return withoutLosing(async () => {
    const before = await scope.flows.findLatest(name.namespace, name.id);
    if (before === undefined || before.deleted) throw new NotFound({ thing: flowThing(name) });
    const checked = await checkSource(deps, scope, source, options);
    checkIdentity(checked, name);
    const revision = nextRevision(deps, actor, checked, before);
    await writeRevisions(deps, scope, actor, [{ before, after: revision }]);
    if (revision !== before) announceFlows(deps, scope, [revision]);
    return revision;
  });
}

function checkIdentity(checked: CheckedSource, name: FlowName): void {
  const problems = [
    ...(checked.id === name.id ? [] : [{ path: 'id', message: 'Illegal flow id update' }]),
    ...(checked.namespace === name.namespace ? [] : [{ path: 'namespace', message: 'Illegal namespace update' }]),
  ];
  if (problems.length === 0) return;
  throw new InvalidEntity(
    { reason: problems.map(({ path, message }) => `${path}: ${message}`).join(', ') },
    { problems },
  );
}
