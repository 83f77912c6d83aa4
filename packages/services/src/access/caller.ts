import type { User } from '@windhover/model';
import type { Permissions } from './permissions.ts';

/** Who makes a request, with what they may do where it goes. */
export interface Caller {
  readonly user: User;
  /** In the tenant that was entered; on instance-level routes, what is granted above the tenants. */
  readonly permissions: Permissions;
  readonly via: 'basic' | 'token' | 'session';
  /** Client address, for the audit log. */
  readonly address?: string | undefined;
  /** Hash of the session in use: what survives a change of the own password. */
  readonly sessionHash?: string | undefined;
  readonly impersonatedBy?: string | undefined;
}

/** Use cases serve the API's callers and the commands that work on the store itself, which need no permission. */
export type Actor = Caller | 'command-line';

/** The id that audit entries and revisions carry; undefined for commands. */
export function userIdOf(actor: Actor): string | undefined {
  return actor === 'command-line' ? undefined : actor.user.id;
}
