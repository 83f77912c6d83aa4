import type { User } from '@windhover/model';
import type { IdentityStore, WriteOp } from '@windhover/ports';
import { forgetFailedLogins } from './failed-logins.ts';

/** What goes with a password that is set: every session ends, and so does a lock after failed logins, be the user a new one. */
export function withNewPassword(identity: IdentityStore, { id, username }: User): readonly WriteOp[] {
  return [identity.deleteSessionsOf(id), forgetFailedLogins(identity, username)];
}
