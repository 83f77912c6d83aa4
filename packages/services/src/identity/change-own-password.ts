import { IllegalArgument, Unauthenticated, type User } from '@windhover/model';
import type { Caller } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { instanceAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import type { Authenticator } from './authenticator.ts';
import { withNewPassword } from './new-password.ts';
import { hashPassword } from './password-hash.ts';
import { checkPassword } from './password-policy.ts';

/**
 * Needs the old password; ends all other sessions. Throws `IllegalArgument` when the old one is wrong, which counts as a
 * failed login: a session or token that was taken must not be what guesses it.
 */
export async function changeOwnPassword(
  deps: Deps,
  authenticator: Pick<Authenticator, 'verify'>,
  caller: Caller,
  { oldPassword, newPassword }: { readonly oldPassword: string; readonly newPassword: string },
): Promise<void> {
  const { user, address } = caller;
  const wrong = (): IllegalArgument => new IllegalArgument({ reason: 'the old password is wrong' });
  if (user.passwordHash === undefined) throw wrong();
  await authenticator.verify(user.username, oldPassword, address).catch((error: unknown) => {
    throw error instanceof Unauthenticated ? wrong() : error;
  });
  checkPassword(newPassword, deps.settings.passwordPolicy);
  const { identity } = deps.store;
  const renewed: User = { ...user, passwordHash: await hashPassword(newPassword, deps.ids.random(16)) };
  const entry = instanceAudit(deps, caller, {
    type: 'UPDATE',
    resource: 'USER',
    detail: { id: user.id, username: user.username, change: 'password' },
  });
  await deps.store.write([identity.updateUser(renewed), ...withNewPassword(identity, renewed), entry]);
  announce(deps, { kind: 'user', userId: user.id });
}
