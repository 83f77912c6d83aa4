import { NotFound, type Paged, type PageRequest, type TriggerEvaluations } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn } from '../access/permissions.ts';
import { triggerThing, type TriggerName } from './trigger-name.ts';

/** How a trigger was evaluated, the newest first. Throws `NotFound` for a trigger without state. */
export async function listEvaluations(
  scope: TenantScope,
  actor: Actor,
  name: TriggerName,
  page: PageRequest,
): Promise<Paged<TriggerEvaluations>> {
  const thing = triggerThing(name);
  demandOn(actor, 'TRIGGER:VIEW', name.namespace, thing);
  if ((await scope.triggers.find(name.namespace, name.flowId, name.triggerId)) === undefined)
    throw new NotFound({ thing });
  return scope.triggerEvaluations.search(name, page);
}
