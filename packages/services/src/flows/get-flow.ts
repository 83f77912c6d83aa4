import { InvalidEntity, NotFound } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { flowThing, type FlowName } from './flow-name.ts';
import { deleteRevisions } from './purge-revisions.ts';

export interface GetFlowOptions {
  /** The newest when absent. */
  readonly revision?: number | undefined;
  /** Shows the tombstone of a deleted flow instead of nothing. */
  readonly allowDeleted?: boolean | undefined;
}

/** Throws `NotFound`, with the same words for a flow that may not be seen. */
export async function getFlow(
  scope: TenantScope,
  actor: Actor,
  name: FlowName,
  { revision, allowDeleted = false }: GetFlowOptions = {},
): Promise<FlowRevision> {
  const thing = flowThing(name);
  demandOn(actor, 'FLOW:VIEW', name.namespace, thing);
  const latest = await scope.flows.findLatest(name.namespace, name.id);
  if (latest === undefined || (latest.deleted && !allowDeleted)) throw new NotFound({ thing });
  if (revision === undefined || revision === latest.revision) return latest;
  const found = await scope.flows.findRevision(name.namespace, name.id, revision);
  if (found === undefined || (found.deleted && !allowDeleted))
    throw new NotFound({ thing: `${thing}, revision ${revision}` });
  return found;
}

/** All revisions, oldest first, without tombstones; of a deleted flow only if asked. Throws `NotFound`. */
export async function listFlowRevisions(
  scope: TenantScope,
  actor: Actor,
  name: FlowName,
  { allowDeleted = false }: Pick<GetFlowOptions, 'allowDeleted'> = {},
): Promise<readonly FlowRevision[]> {
  const thing = flowThing(name);
  demandOn(actor, 'FLOW:VIEW', name.namespace, thing);
  const revisions = await scope.flows.listRevisions(name.namespace, name.id);
  const latest = revisions.at(-1);
  if (latest === undefined || (latest.deleted && !allowDeleted)) throw new NotFound({ thing });
  return allowDeleted ? revisions : revisions.filter((revision) => !revision.deleted);
}

/** Removes old revisions for good. The newest cannot go; numbers that do not exist are passed over. */
export async function deleteFlowRevisions(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  name: FlowName,
  numbers: readonly number[],
): Promise<void> {
  demandOn(actor, 'FLOW:DELETE', name.namespace, flowThing(name));
  const revisions = await scope.flows.listRevisions(name.namespace, name.id);
  const latest = revisions.at(-1);
  if (latest === undefined) throw new NotFound({ thing: flowThing(name) });
  if (numbers.includes(latest.revision)) {
    throw new InvalidEntity({ reason: `revisions: ${latest.revision} is the newest revision and cannot be deleted` });
  }
  const known = revisions.filter(({ revision }) => numbers.includes(revision));
  await deleteRevisions(deps, scope, actor, name, known);
}
