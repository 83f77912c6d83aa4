import { isVisibleNamespace } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import type { FlowName } from './flow-name.ts';

export interface ConcurrencyUse extends FlowName {
  /** Executions that hold a place now. */
  readonly running: number;
}

/** Flows that limit their executions, in order of namespace and id, and how many run. */
export async function listConcurrencyUse(
  deps: Pick<Deps, 'store'>,
  scope: TenantScope,
  actor: Actor,
): Promise<readonly ConcurrencyUse[]> {
  const visible = visibleNamespaces(actor, 'FLOW:LIST');
  const flows = (await scope.flows.list()).filter(
    ({ namespace, document }) => document['concurrency'] !== undefined && isVisibleNamespace(namespace, visible),
  );
  const held = new Map<string, number>();
  for (const slot of await deps.store.shards.slots(scope.key)) held.set(slot.scope, (held.get(slot.scope) ?? 0) + 1);
  return flows.map(({ namespace, id }) => ({ namespace, id, running: held.get(`flow/${namespace}/${id}`) ?? 0 }));
}
