import { Forbidden } from '@windhover/model';
import type { Actor } from '../access/caller.ts';

/** Identities of the instance are the superadmins' alone, and the commands'. */
export function demandSuperadmin(actor: Actor): void {
  if (actor !== 'command-line' && !actor.user.superAdmin)
    throw new Forbidden({ reason: 'only a superadmin may do this' });
}
