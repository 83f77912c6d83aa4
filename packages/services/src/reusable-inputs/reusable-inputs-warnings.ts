import { flattenForms, type Flow } from '@windhover/model';
import type { Store, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { declaredInputs } from './declared-inputs.ts';
import { maySeeReusableInputs } from './may-see.ts';

/**
 * Why executions of the flow would not start as things are now, and which of their reusable inputs others name in vain; nothing
 * of those that the caller may not see.
 */
export async function reusableInputsWarnings(
  store: Pick<Store, 'scope'>,
  scope: TenantScope,
  actor: Actor,
  flow: Flow,
): Promise<readonly string[]> {
  const shown = flow.inputs.filter((input) => maySeeReusableInputs(actor, flow, input));
  if (shown.length === 0) return [];
  const declared = await declaredInputs(store, scope.key, flow);
  const known = new Set(flattenForms(declared).map(({ id }) => id));
  const found = declared.filter(({ id, failure }) => failure === undefined && shown.some((input) => input.id === id));
  const inVain = (id: string): boolean => !known.has(id) && found.some((block) => id.startsWith(`${block.id}.`));
  return declared.flatMap(({ id, failure, dependsOn }) => [
    ...(failure !== undefined && shown.some((input) => input.id === id) ? [`${id}: ${failure}`] : []),
    ...(dependsOn?.inputs ?? [])
      .filter(inVain)
      .map((missing) => `${id}: depends on '${missing}', which is not among the reusable inputs`),
  ]);
}
