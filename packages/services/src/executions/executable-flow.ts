import { IllegalState, InvalidEntity, NotFound, type Flow, type LoadedFlow, type TenantKey } from '@windhover/model';
import type { FlowRevision } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { can, demandOn } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { flowThing, type FlowName } from '../flows/flow-name.ts';
import { loadFlow, loadLatestFlow } from '../flows/load-flow.ts';

/**
 * The flow that new executions get; the newest revision that is no draft, or the one asked for, which may be one. Throws
 * `NotFound` for a flow that does not exist or may not be seen, `IllegalState` for a disabled one, `InvalidEntity` for one
 * that cannot run on this server.
 */
export async function getExecutableFlow(
  deps: Deps,
  tenantKey: TenantKey,
  actor: Actor,
  name: FlowName,
  revision?: number,
): Promise<Flow> {
  demandExecute(actor, name.namespace, flowThing(name));
  const { loaded, isDisabled } = await loadForExecution(deps, tenantKey, name, revision);
  if (isDisabled) throw new IllegalState({ reason: 'Cannot execute a disabled flow' });
  return validFlow(loaded);
}

/** As {@link getExecutableFlow}, for a look at it before: at a disabled one, too, and for those who list executions. */
export async function getFlowToExecute(
  deps: Deps,
  tenantKey: TenantKey,
  actor: Actor,
  name: FlowName,
  revision?: number,
): Promise<Flow> {
  if (!can(actor, 'EXECUTION:LIST', name.namespace)) demandExecute(actor, name.namespace, flowThing(name));
  return validFlow((await loadForExecution(deps, tenantKey, name, revision)).loaded);
}

async function loadForExecution(deps: Deps, tenantKey: TenantKey, name: FlowName, revision: number | undefined) {
  const thing = flowThing(name);
  const latest = await loadLatestFlow(deps, tenantKey, name.namespace, name.id);
  const newest = latest?.stored ?? (revision === undefined ? undefined : await findDraft(deps, tenantKey, name));
  if (newest === undefined) throw new NotFound({ thing });
  const loaded =
    revision === undefined || revision === latest?.stored.revision
      ? latest
      : await loadFlow(deps, tenantKey, name.namespace, name.id, revision);
  if (loaded === undefined) throw new NotFound({ thing: `${thing}, revision ${revision}` });
  return { loaded, isDisabled: newest.disabled };
}

function validFlow({ flow, exception }: LoadedFlow): Flow {
  if (flow !== undefined) return flow;
  throw new InvalidEntity({ reason: `Cannot execute an invalid flow: ${exception ?? 'it cannot be read'}` });
}

/** The newest revision of a flow that has been nothing but a draft so far. */
async function findDraft(deps: Deps, tenantKey: TenantKey, name: FlowName): Promise<FlowRevision | undefined> {
  const newest = await deps.store.scope(tenantKey).flows.findLatest(name.namespace, name.id);
  return newest?.deleted === true ? undefined : newest;
}

/** Either is enough: roles of the first era hold EXECUTION:CREATE, newer ones FLOW:EXECUTE. */
export function canExecute(actor: Actor, namespace: string): boolean {
  return can(actor, 'FLOW:EXECUTE', namespace) || can(actor, 'EXECUTION:CREATE', namespace);
}

function demandExecute(actor: Actor, namespace: string, thing: string): void {
  if (!canExecute(actor, namespace)) demandOn(actor, 'FLOW:EXECUTE', namespace, thing);
}
