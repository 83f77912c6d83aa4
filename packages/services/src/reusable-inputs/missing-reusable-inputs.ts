import type { Flow } from '@windhover/model';
import type { Store, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { can } from '../access/permissions.ts';
import { declaredInputs } from './declared-inputs.ts';

/** Why executions of the flow would not start, as things are now; nothing of namespaces that the caller may not look into. */
export async function missingReusableInputs(
  store: Pick<Store, 'scope'>,
  scope: TenantScope,
  actor: Actor,
  flow: Flow,
): Promise<readonly string[]> {
  return (await declaredInputs(store, scope.key, flow)).flatMap(({ id, failure, options }) => {
    const place = typeof options['namespace'] === 'string' ? options['namespace'] : flow.namespace;
    const isTold = can(actor, 'REUSABLE_INPUTS:VIEW', place) || can(actor, 'REUSABLE_INPUTS:LIST', place);
    return failure !== undefined && isTold ? [`${id}: ${failure}`] : [];
  });
}
