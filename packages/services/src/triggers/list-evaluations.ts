import { NotFound, type Paged, type PageRequest, type TriggerEvaluations } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { findTriggerDefinition } from './find-trigger-definition.ts';
import { triggerThing, type TriggerName } from './trigger-name.ts';

/** How a trigger was evaluated, the newest first. Throws `NotFound` for one that its flow does not have and that has no state. */
export async function listEvaluations(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  name: TriggerName,
  page: PageRequest,
): Promise<Paged<TriggerEvaluations>> {
  const thing = triggerThing(name);
  demandOn(actor, 'TRIGGER:VIEW', name.namespace, thing);
  const isKnown =
    (await findTriggerDefinition(deps, scope, name)) !== undefined ||
    (await scope.triggers.find(name.namespace, name.flowId, name.triggerId)) !== undefined;
  if (!isKnown) throw new NotFound({ thing });
  return scope.triggerEvaluations.search(name, page);
}
