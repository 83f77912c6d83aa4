/** Bulk actions on stored flows: delete, enable, disable; by name all or nothing, by query what the caller may touch. */
import {
  BadRequest,
  isVisibleNamespace,
  setProperty,
  type QueryFilter,
  type VisibleNamespaces,
} from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import { userIdOf, type Actor } from '../access/caller.ts';
import { demand, visibleNamespaces } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { flowThing, type FlowName } from './flow-name.ts';
import { announceFlows, revisionWrites, tombstone, withoutLosing } from './save-flow.ts';

export type FlowAction = 'delete' | 'enable' | 'disable';

export type FlowSelection = { readonly names: readonly FlowName[] } | { readonly filters: readonly QueryFilter[] };

const permissions: Readonly<Record<FlowAction, string>> = {
  delete: 'FLOW:DELETE',
  enable: 'FLOW:ENABLE',
  disable: 'FLOW:DISABLE',
};
/** Flows read at a time; what one commit changes. */
const batch = 500;

/** How many flows the action was done for; those that are enabled (or disabled) already count and are not changed. */
export async function changeFlows(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  action: FlowAction,
  selection: FlowSelection,
): Promise<number> {
  return withoutLosing(async () => {
    const found =
      'names' in selection
        ? await namedFlows(scope, actor, permissions[action], selection.names)
        : await matchingFlows(scope, selection.filters, visibleNamespaces(actor, permissions[action]));
    for (let from = 0; from < found.length; from += batch) {
      const pairs = found
        .slice(from, from + batch)
        .map((before) => ({ before, after: act(deps, actor, action, before) }));
      const writes = pairs.flatMap(({ before, after }) => revisionWrites(deps, scope, actor, after, before));
      if (writes.length > 0) await deps.store.write(writes);
      announceFlows(
        deps,
        scope,
        pairs.filter(({ before, after }) => before !== after).map(({ after }) => after),
      );
    }
    return found.length;
  });
}

/** Throws `BadRequest` that names every flow that does not exist; nothing is done then. */
async function namedFlows(
  scope: TenantScope,
  actor: Actor,
  permission: string,
  names: readonly FlowName[],
): Promise<readonly FlowRevision[]> {
  const found: FlowRevision[] = [];
  const missing: FlowName[] = [];
  for (const name of names) {
    const visible = isVisibleNamespace(name.namespace, visibleNamespaces(actor, 'FLOW:LIST'));
    const flow = visible ? await scope.flows.findLatest(name.namespace, name.id) : undefined;
    if (flow === undefined || flow.deleted) missing.push(name);
    else {
      demand(actor, permission, name.namespace);
      found.push(flow);
    }
  }
  if (missing.length === 0) return found;
  const problems = missing.map((name) => ({
    message: `${flowThing(name)} not found`,
    path: `${name.namespace}.${name.id}`,
  }));
  throw new BadRequest({ reason: problems.map((problem) => problem.message).join(', ') }, { problems });
}

async function matchingFlows(
  scope: TenantScope,
  filters: readonly QueryFilter[],
  visible: VisibleNamespaces,
): Promise<readonly FlowRevision[]> {
  const found: FlowRevision[] = [];
  for (let page = 1; ; page += 1) {
    const { results } = await scope.flows.search(filters, { page, size: batch, sort: [] }, visible);
    found.push(...results);
    if (results.length < batch) return found;
  }
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
