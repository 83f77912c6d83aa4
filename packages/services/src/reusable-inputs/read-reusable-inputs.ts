import { isVisibleNamespace, NotFound, type ReusableInputsName } from '@windhover/model';
import type { ReusableInputsRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn, visibleNamespaces } from '../access/permissions.ts';
import { withAncestors } from '../namespaces/ancestors.ts';
import { blockThing } from './block-thing.ts';
import { findNearest } from './find-nearest.ts';

/**
 * As the namespace sees them: its own, or those of the nearest namespace above. Throws `NotFound`, with the same words for
 * inputs that may not be seen.
 */
export async function getReusableInputs(
  scope: TenantScope,
  actor: Actor,
  name: ReusableInputsName,
  number?: number,
): Promise<ReusableInputsRevision> {
  const nearest = await nearestVisible(scope, actor, name);
  if (number === undefined || number === nearest.revision) return nearest;
  const found = await scope.reusableInputs.findRevision(nearest.namespace, name.id, number);
  if (found === undefined || found.deleted) throw new NotFound({ thing: `${blockThing(name)}, revision ${number}` });
  return found;
}

/** All revisions, oldest first, without tombstones. Throws `NotFound`. */
export async function listReusableInputsRevisions(
  scope: TenantScope,
  actor: Actor,
  name: ReusableInputsName,
): Promise<readonly ReusableInputsRevision[]> {
  const { namespace } = await nearestVisible(scope, actor, name);
  const revisions = await scope.reusableInputs.listRevisions(namespace, name.id);
  return revisions.filter(({ deleted }) => !deleted);
}

async function nearestVisible(
  scope: TenantScope,
  actor: Actor,
  name: ReusableInputsName,
): Promise<ReusableInputsRevision> {
  const thing = blockThing(name);
  demandOn(actor, 'REUSABLE_INPUTS:VIEW', name.namespace, thing);
  const found = await findNearest(scope, name);
  if (found === undefined) throw new NotFound({ thing });
  return found;
}

/** All that flows of the namespace can name, inherited ones too, by id; of an id the nearest. */
export async function listReusableInputs(
  scope: TenantScope,
  actor: Actor,
  namespace: string,
): Promise<readonly ReusableInputsRevision[]> {
  demandOn(actor, 'REUSABLE_INPUTS:LIST', namespace, 'namespace');
  const byId = new Map<string, ReusableInputsRevision>();
  for (const place of withAncestors(namespace)) {
    for (const block of await scope.reusableInputs.list(place)) if (!byId.has(block.id)) byId.set(block.id, block);
  }
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Namespaces with reusable inputs in them, sorted. */
export async function listReusableInputsNamespaces(scope: TenantScope, actor: Actor): Promise<readonly string[]> {
  const visible = visibleNamespaces(actor, 'REUSABLE_INPUTS:LIST');
  return (await scope.reusableInputs.listNamespaces()).filter((name) => isVisibleNamespace(name, visible));
}
