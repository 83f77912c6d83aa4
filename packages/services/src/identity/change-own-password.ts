import { IllegalArgument, type User } from '@windhover/model';
import type { Caller } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { instanceAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { hashPassword, isPassword } from './password-hash.ts';
import { checkPassword } from './password-policy.ts';

/** Needs the old password; ends all other sessions. Throws `IllegalArgument` when the old one is wrong. */
export async function changeOwnPassword(
  deps: Deps,
  caller: Caller,
  { oldPassword, newPassword }: { readonly oldPassword: string; readonly newPassword: string },
): Promise<void> {
  const { user } = caller;
  if (!(await isPassword(oldPassword, user.passwordHash)))
    throw new IllegalArgument({ reason: 'the old password is wrong' });
  checkPassword(newPassword, deps.settings.passwordPolicy);
  const { identity } = deps.store;
  const renewed: User = { ...user, passwordHash: await hashPassword(newPassword, deps.ids.random(16)) };
  const entry = instanceAudit(deps, caller, {
    type: 'UPDATE',
    resource: 'USER',
    detail: { id: user.id, username: user.username, change: 'password' },
  });
  await deps.store.write([identity.updateUser(renewed), identity.deleteSessionsOf(user.id), entry]);
  announce(deps, { kind: 'user', userId: user.id, unlocked: user.username });
}
