import { isVisibleNamespace, type PageRequest, type Paged, type QueryFilter } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';

/** Newest revisions of a namespace (without those below it), by id; none when it may not be seen. */
export async function listFlows(scope: TenantScope, actor: Actor, namespace: string): Promise<readonly FlowRevision[]> {
  if (!isVisibleNamespace(namespace, visibleNamespaces(actor, 'FLOW:LIST'))) return [];
  return scope.flows.list(namespace);
}

/** Newest revisions that match; filters and sort fields as `FlowStore.search` has them. */
export function searchFlows(
  scope: TenantScope,
  actor: Actor,
  filters: readonly QueryFilter[],
  page: PageRequest,
): Promise<Paged<FlowRevision>> {
  return scope.flows.search(filters, page, visibleNamespaces(actor, 'FLOW:LIST'));
}

/** Namespaces with flows in them, sorted; those that contain `query`, case aside. */
export async function listFlowNamespaces(scope: TenantScope, actor: Actor, query = ''): Promise<readonly string[]> {
  const visible = visibleNamespaces(actor, 'FLOW:LIST');
  const wanted = query.toLowerCase();
  const all = await scope.flows.listNamespaces();
  return all.filter((name) => isVisibleNamespace(name, visible) && name.toLowerCase().includes(wanted));
}
