import { Forbidden } from '@windhover/model';
import type { Actor } from '../access/caller.ts';

/** Identities of the instance are the superadmins' alone, and the commands'. */
export function demandSuperadmin(actor: Actor): void {
  if (!isSuperadmin(actor)) throw new Forbidden({ reason: 'only a superadmin may do this' });
}

export function isSuperadmin(actor: Actor): boolean {
  return actor === 'command-line' || actor.user.superAdmin;
}
