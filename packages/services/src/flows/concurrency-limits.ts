import { IllegalState, isVisibleNamespace, NotFound } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demand, demandOn, visibleNamespaces } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { flowThing, type FlowName } from './flow-name.ts';

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
  const held = await heldPlaces(deps, scope);
  return flows.map((flow) => useOf(flow, held));
}

/**
 * Places are part of the executions that hold them, so none is ever left behind and there is no number to correct: one
 * that is not the true one is refused. Throws `NotFound` for a flow without a limit too, and `IllegalState`.
 */
export async function confirmConcurrencyUse(
  deps: Pick<Deps, 'store'>,
  scope: TenantScope,
  actor: Actor,
  name: FlowName,
  running: number | undefined,
): Promise<ConcurrencyUse> {
  const thing = `Concurrency limit of ${flowThing(name)}`;
  demand(actor, 'TENANT_SETTINGS:UPDATE');
  demandOn(actor, 'FLOW:LIST', name.namespace, thing);
  const flow = await scope.flows.findLatest(name.namespace, name.id);
  if (flow === undefined || flow.deleted || flow.document['concurrency'] === undefined) throw new NotFound({ thing });
  const use = useOf(flow, await heldPlaces(deps, scope));
  if (running !== undefined && running !== use.running) {
    throw new IllegalState({
      reason: `'running' of ${flowThing(name)} is ${use.running}: it is counted from the executions and cannot be set; kill an execution to free its place`,
    });
  }
  return use;
}

async function heldPlaces({ store }: Pick<Deps, 'store'>, { key }: TenantScope): Promise<ReadonlyMap<string, number>> {
  const held = new Map<string, number>();
  for (const slot of await store.shards.slots(key)) held.set(slot.scope, (held.get(slot.scope) ?? 0) + 1);
  return held;
}

function useOf({ namespace, id }: FlowName, held: ReadonlyMap<string, number>): ConcurrencyUse {
  return { namespace, id, running: held.get(`flow/${namespace}/${id}`) ?? 0 };
}
