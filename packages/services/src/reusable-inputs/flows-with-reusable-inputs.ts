import { isVisibleNamespace, reusableInputsRef, type Flow, type ReusableInputsName } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import type { FlowName } from '../flows/flow-name.ts';
import { toFlow } from '../flows/load-flow.ts';
import { findNearest } from './find-nearest.ts';
import { getReusableInputs } from './read-reusable-inputs.ts';

/** Flows that the caller may see and whose newest revision takes these inputs in, by namespace and id. Throws `NotFound`. */
export async function flowsWithReusableInputs(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  name: ReusableInputsName,
): Promise<readonly FlowName[]> {
  const { namespace: owner } = await getReusableInputs(scope, actor, name);
  const visible = visibleNamespaces(actor, 'FLOW:LIST');
  const found: FlowName[] = [];
  for (const stored of await scope.flows.list()) {
    if (!isVisibleNamespace(stored.namespace, visible) || !stored.source.includes(name.id)) continue;
    const { flow } = toFlow(deps, scope.key, stored);
    if (flow !== undefined && (await takesIn(scope, flow, { namespace: owner, id: name.id })))
      found.push({ namespace: flow.namespace, id: flow.id });
  }
  return found;
}

async function takesIn(scope: TenantScope, flow: Flow, { namespace, id }: ReusableInputsName): Promise<boolean> {
  for (const input of flow.inputs) {
    const ref = reusableInputsRef(input, flow.namespace);
    if (ref?.id === id && (await findNearest(scope, ref))?.namespace === namespace) return true;
  }
  return false;
}
