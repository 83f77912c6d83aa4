import { isTask, type AnyActor } from '../access/caller.ts';

/** Who lets what waits go on, as outputs of a Pause and an Approval name them; nobody where it is no user. */
export function resumedBy(actor: AnyActor): { readonly by?: string } {
  return actor === 'command-line' || isTask(actor) ? {} : { by: actor.user.username };
}
