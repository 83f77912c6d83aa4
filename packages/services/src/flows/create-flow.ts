import { InvalidEntity } from '@windhover/model';
import { Conflict, type FlowRevision, type TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demand } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { checkSource } from './check-source.ts';
import { announceFlows, demandNamespace, nextRevision, writeRevisions } from './save-flow.ts';

/**
 * Stores a new flow; one that was deleted goes on with its numbers. Throws {@link InvalidEntity} for a source that is not
 * valid and for an id that exists. A draft is stored as it is.
 */
export async function createFlow(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  source: string,
  options: { readonly draft?: boolean | undefined } = {},
): Promise<FlowRevision> {
  const checked = await checkSource(deps, scope, source, options);
  demand(actor, 'FLOW:CREATE', checked.namespace);
  await demandNamespace(deps, scope, actor, checked.namespace);
  const before = await scope.flows.findLatest(checked.namespace, checked.id);
  if (before !== undefined && !before.deleted) throw existsAlready();
  const revision = nextRevision(deps, actor, checked, before);
  await writeRevisions(deps, scope, actor, [{ before, after: revision }]).catch((error: unknown) => {
    throw error instanceof Conflict && error.thing === 'Flow' ? existsAlready() : error;
  });
  announceFlows(deps, scope, [revision]);
  return revision;
}

function existsAlready(): InvalidEntity {
  const message = 'Flow id already exists';
  return new InvalidEntity({ reason: `id: ${message}` }, { problems: [{ path: 'id', message }] });
}
