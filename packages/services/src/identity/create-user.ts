import { AlreadyExists, InvalidEntity, type User } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { announce, type InstanceChange } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { instanceAudit, userAuditText } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { demandSuperadmin } from './demand-superadmin.ts';
import { withNewPassword } from './new-password.ts';
import { hashPassword } from './password-hash.ts';
import { checkPassword } from './password-policy.ts';
import { placementWrites, type Placement } from './placement.ts';
import { checkEmail, checkUsername, checkWishedId } from './user-rules.ts';

export interface NewUser extends Placement {
  /** A wished id, taken if it is free. */
  readonly id?: string | undefined;
  /** Login name; absent: the e-mail. */
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  /** Absent: an account that cannot sign in with a password. */
  readonly password?: string | undefined;
  readonly superAdmin?: boolean | undefined;
  readonly restricted?: boolean | undefined;
}

/**
 * Stores the user with access, groups and bindings in one commit. Throws `InvalidEntity` for name, e-mail or password,
 * `DoesNotExist` for an unknown tenant or group, `AlreadyExists` when the name or id is taken; nothing is changed then.
 */
export async function createUser(deps: Deps, actor: Actor, input: NewUser): Promise<User> {
  demandSuperadmin(actor);
  const user = await toUser(deps, input);
  const placement = await placementWrites(deps, actor, user, input);
  await insertUser(deps, actor, user, placement);
  return user;
}

/** The user that the input describes, not stored yet. */
export async function toUser(deps: Pick<Deps, 'settings' | 'ids' | 'clock'>, input: NewUser): Promise<User> {
  const username = input.username || input.email;
  if (username === undefined || username === '') {
    throw new InvalidEntity(
      { reason: 'email: must not be null' },
      { problems: [{ message: 'must not be null', path: 'email' }] },
    );
  }
  checkUsername(username);
  if (input.email !== undefined && input.email !== '') checkEmail(input.email);
  if (input.id !== undefined && input.id !== '') checkWishedId(input.id);
  if (input.password !== undefined) checkPassword(input.password, deps.settings.passwordPolicy);
  return {
    id: input.id || deps.ids.next(),
    type: 'USER',
    username,
    ...optional({ email: input.email, firstName: input.firstName, lastName: input.lastName }),
    superAdmin: input.superAdmin ?? false,
    restricted: input.restricted ?? false,
    ...(input.password === undefined ? {} : { passwordHash: await hashPassword(input.password, deps.ids.random(16)) }),
    ...(input.groupIds === undefined ? {} : { groupOrder: input.groupIds }),
    createdAt: deps.clock.now(),
  };
}

/** Commits a new user with what comes along and tells the caches. */
export async function insertUser(
  deps: Deps,
  actor: Actor,
  user: User,
  placement: { readonly writes: readonly WriteOp[]; readonly changes: readonly InstanceChange[] },
): Promise<void> {
  const entry = instanceAudit(deps, actor, {
    type: 'CREATE',
    resource: 'USER',
    detail: { id: user.id, username: user.username },
    after: userAuditText(user),
  });
  const { identity } = deps.store;
  const operations = [identity.insertUser(user), ...withNewPassword(identity, user), ...placement.writes, entry];
  await writeOr(deps.store, operations, ({ thing }) =>
    thing === 'User' ? new AlreadyExists({ thing, id: user.username }) : undefined,
  );
  announce(deps, { kind: 'user', userId: user.id }, ...placement.changes);
}

/** Leaves absent and empty values out. */
export function optional<Values extends Record<string, string | undefined>>(
  values: Values,
): { [Key in keyof Values]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as {
    [Key in keyof Values]?: string;
  };
}
