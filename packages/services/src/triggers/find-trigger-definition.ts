import type { TriggerDefinition } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { loadLatestFlow } from '../flows/load-flow.ts';
import type { TriggerName } from './trigger-name.ts';

/** Undefined when the newest revision of the flow has no such trigger, or cannot be read. */
export async function findTriggerDefinition(
  deps: Deps,
  scope: TenantScope,
  { namespace, flowId, triggerId }: TriggerName,
): Promise<TriggerDefinition | undefined> {
  const loaded = await loadLatestFlow(deps, scope.key, namespace, flowId);
  return loaded?.flow?.triggers.find(({ id }) => id === triggerId);
}
