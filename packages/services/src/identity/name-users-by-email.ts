import { AlreadyExists, type User } from '@windhover/model';
import type { Actor } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { accountAudit, userAuditText } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { demandSuperadmin } from './demand-superadmin.ts';
import { isEmail } from './user-rules.ts';

export interface UsersNamedByEmail {
  /** How many got another name. */
  readonly renamed: number;
  /** Names of those who have no valid e-mail, in the order in which they were made. */
  readonly withoutEmail: readonly string[];
  /** Names of those whose e-mail is another one's name. */
  readonly taken: readonly string[];
}

/** Makes the e-mail of every person the name to sign in with. Whose name is an e-mail and who has no other keeps it. */
export async function nameUsersByEmail(deps: Deps, actor: Actor): Promise<UsersNamedByEmail> {
  demandSuperadmin(actor);
  const withoutEmail: string[] = [];
  const taken: string[] = [];
  let renamed = 0;
  for (const user of await deps.store.identity.listUsers('USER')) {
    const email = user.email ?? user.username;
    if (!isEmail(email)) withoutEmail.push(user.username);
    else if (email !== user.username) {
      if (await rename(deps, actor, user, email)) renamed += 1;
      else taken.push(user.username);
    }
  }
  return { renamed, withoutEmail, taken };
}

/** Whether the name was free. */
async function rename(deps: Deps, actor: Actor, before: User, username: string): Promise<boolean> {
  const user: User = { ...before, username };
  const entry = accountAudit(deps, actor, user, {
    type: 'UPDATE',
    resource: user.type,
    detail: { id: user.id, username },
    before: userAuditText(before),
    after: userAuditText(user),
  });
  try {
    await writeOr(deps.store, [deps.store.identity.updateUser(user), entry], ({ thing }) =>
      thing === 'User' ? new AlreadyExists({ thing, id: username }) : undefined,
    );
  } catch (error) {
    if (error instanceof AlreadyExists) return false;
    throw error;
  }
  announce(deps, { kind: 'user', userId: user.id });
  return true;
}
