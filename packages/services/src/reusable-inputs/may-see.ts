import { reusableInputsRef, type Flow, type Input } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import { can } from '../access/permissions.ts';

/** Whether an input of a flow stands for reusable inputs that the caller may look into. */
export function maySeeReusableInputs(actor: Actor, { namespace }: Pick<Flow, 'namespace'>, input: Input): boolean {
  const ref = reusableInputsRef(input, namespace);
  if (ref === undefined) return false;
  return can(actor, 'REUSABLE_INPUTS:VIEW', ref.namespace) || can(actor, 'REUSABLE_INPUTS:LIST', ref.namespace);
}
