/** Many flows at once: by name all or nothing, by query what the caller may touch. */
import { BadRequest, isVisibleNamespace, type QueryFilter, type VisibleNamespaces } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demand, visibleNamespaces } from '../access/permissions.ts';
import { flowThing, type FlowName } from './flow-name.ts';

export type FlowSelection = { readonly names: readonly FlowName[] } | { readonly filters: readonly QueryFilter[] };

/** Flows read at a time. */
const batch = 500;

/** Newest revisions. Throws `BadRequest` for names that do not exist and `MissingPermission`. */
export function selectFlows(
  scope: TenantScope,
  actor: Actor,
  permission: string,
  selection: FlowSelection,
): Promise<readonly FlowRevision[]> {
  return 'names' in selection
    ? namedFlows(scope, actor, permission, selection.names)
    : matchingFlows(scope, selection.filters, visibleNamespaces(actor, permission));
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
