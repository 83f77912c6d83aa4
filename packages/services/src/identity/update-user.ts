import { AlreadyExists, Forbidden, IllegalState, NotFound, type User } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import type { Actor, Caller } from '../access/caller.ts';
import { announce, type InstanceChange } from '../access/instance-change.ts';
import { leaveGroupsWrites } from '../access/membership-rules.ts';
import { writeOr } from '../access/on-conflict.ts';
import { accountAudit, instanceAudit, userAuditText } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { believed } from './believed-address.ts';
import { optional } from './create-user.ts';
import { demandSuperadmin } from './demand-superadmin.ts';
import { getUser } from './get-user.ts';
import { withNewPassword } from './new-password.ts';
import { hashPassword } from './password-hash.ts';
import { checkPassword } from './password-policy.ts';
import { placementWrites } from './placement.ts';
import { tenantsOf } from './user-details.ts';
import { checkEmail, checkUsername } from './user-rules.ts';

export interface UserUpdate {
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly password?: string | undefined;
  /** Absent: no tenant is left or entered. */
  readonly tenants?: readonly string[] | undefined;
  /** Absent: all groups are left. */
  readonly groupIds?: readonly string[] | undefined;
  readonly superAdmin?: boolean | undefined;
  readonly restricted?: boolean | undefined;
}

/** Replaces the user; what is absent is cleared, but for the name, the password and the tenants. */
export async function updateUser(deps: Deps, actor: Actor, id: string, update: UserUpdate): Promise<User> {
  demandSuperadmin(actor);
  const before = await getUser(deps, id);
  const { email: _email, firstName: _first, lastName: _last, ...kept } = believed(before);
  const username = update.username || update.email || before.username;
  checkUsername(username);
  if (update.email) checkEmail(update.email);
  if (update.password !== undefined) checkPassword(update.password, deps.settings.passwordPolicy);
  const user: User = {
    ...kept,
    username,
    ...optional({ email: update.email, firstName: update.firstName, lastName: update.lastName }),
    superAdmin: update.superAdmin ?? false,
    restricted: update.restricted ?? false,
    groupOrder: update.groupIds ?? [],
    ...(update.password === undefined
      ? {}
      : { passwordHash: await hashPassword(update.password, deps.ids.random(16)) }),
  };
  if (before.superAdmin && !user.superAdmin) await demandAnotherSuperadmin(deps, id);
  const placed = await placementWrites(deps, actor, user, { tenants: update.tenants, groupIds: update.groupIds });
  const left = await leaveGroups(deps, user, update.groupIds ?? [], placed.changes);
  await save(
    deps,
    actor,
    before,
    user,
    [...left.writes, ...placed.writes],
    [...left.changes, ...placed.changes],
    update.password !== undefined,
  );
  return user;
}

type ProfilePatch = Readonly<Partial<Record<'email' | 'firstName' | 'lastName', string | undefined>>>;

/** Own names. Invitations are for whoever has an e-mail: nobody but a superadmin gives it. Throws `Forbidden`. */
export async function patchOwnProfile(deps: Deps, { user, ...caller }: Caller, patch: ProfilePatch): Promise<User> {
  const own = [user.email, user.username].map((address) => address?.toLowerCase());
  if (patch.email && !own.includes(patch.email.toLowerCase()) && !user.superAdmin)
    throw new Forbidden({
      reason: 'the e-mail of an account is what invitations are for; only a superadmin changes it',
    });
  return patchUser(deps, { user, ...caller }, user.id, patch);
}

/** Changes names and e-mail; what is absent stays. */
export async function patchUser(deps: Deps, actor: Actor, id: string, patch: ProfilePatch): Promise<User> {
  const before = await getUser(deps, id);
  if (patch.email) checkEmail(patch.email);
  const isSuperadminsWord = Boolean(patch.email) && (actor === 'command-line' || actor.user.superAdmin);
  const user: User = { ...(isSuperadminsWord ? believed(before) : before), ...optional(patch) };
  await save(deps, actor, before, user, [], [], false);
  return user;
}

/** Sets the password, ends the user's sessions and a lock on the account. Throws `InvalidEntity` that names every rule broken. */
export async function setPassword(deps: Deps, actor: Actor, id: string, password: string): Promise<User> {
  demandSuperadmin(actor);
  checkPassword(password, deps.settings.passwordPolicy);
  const before = await getUser(deps, id);
  const user: User = { ...before, passwordHash: await hashPassword(password, deps.ids.random(16)) };
  await save(deps, actor, before, user, [], [], true);
  return user;
}

/** Gives or takes the flag. Throws `IllegalState` for the last superadmin. */
export async function setSuperAdmin(deps: Deps, actor: Actor, id: string, superAdmin: boolean): Promise<User> {
  demandSuperadmin(actor);
  const before = await deps.store.identity.findUser(id);
  if (before === undefined) return getUser(deps, id);
  if (before.superAdmin && !superAdmin) await demandAnotherSuperadmin(deps, id);
  const user: User = { ...before, superAdmin };
  await save(deps, actor, before, user, [], [], false);
  return user;
}

export async function setRestricted(deps: Deps, actor: Actor, id: string, restricted: boolean): Promise<User> {
  demandSuperadmin(actor);
  const before = await getUser(deps, id);
  const user: User = { ...before, restricted };
  await save(deps, actor, before, user, [], [], false);
  return user;
}

/**
 * Takes the password, or the link to a provider of single sign-on; ends the user's sessions. Throws `NotFound` for neither, and
 * `IllegalState` when no superadmin could sign in any more.
 */
export async function removeAuthMethod(deps: Deps, actor: Actor, id: string, method: string): Promise<User> {
  demandSuperadmin(actor);
  const before = await getUser(deps, id);
  const { passwordHash, identities = [], ...kept } = before;
  const others = identities.filter(({ provider }) => provider !== method);
  const takesPassword = method === 'password' && passwordHash !== undefined;
  if (!takesPassword && others.length === identities.length) throw new NotFound({ thing: 'way to sign in' });
  const user: User = {
    ...kept,
    ...(passwordHash === undefined || takesPassword ? {} : { passwordHash }),
    ...(others.length === 0 ? {} : { identities: others }),
  };
  if (before.superAdmin && !canSignIn(user)) await demandSignInOfAnotherSuperadmin(deps, id);
  await save(deps, actor, before, user, [deps.store.identity.deleteSessionsOf(id)], [], false);
  return user;
}

/** Removes the user with sessions, tokens, access, memberships and bindings. Throws `IllegalState` for the last superadmin. */
export async function deleteUser(deps: Deps, actor: Actor, id: string): Promise<void> {
  demandSuperadmin(actor);
  const user = await getUser(deps, id);
  if (user.superAdmin) await demandAnotherSuperadmin(deps, id);
  const entry = instanceAudit(deps, actor, {
    type: 'DELETE',
    resource: 'USER',
    detail: { id, username: user.username },
    before: userAuditText(user),
  });
  await deps.store.write([deps.store.identity.deleteUser(id), entry]);
  announce(deps, { kind: 'user', userId: id });
}

export async function endSessions(deps: Deps, actor: Actor, id: string): Promise<void> {
  demandSuperadmin(actor);
  const { username } = await getUser(deps, id);
  const detail = { id, username, change: 'sessions ended' };
  const entry = instanceAudit(deps, actor, { type: 'UPDATE', resource: 'USER', detail });
  await deps.store.write([deps.store.identity.deleteSessionsOf(id), entry]);
  announce(deps, { kind: 'user', userId: id });
}

async function save(
  deps: Deps,
  actor: Actor,
  before: User,
  user: User,
  writes: readonly WriteOp[],
  changes: readonly InstanceChange[],
  newPassword: boolean,
): Promise<void> {
  const { identity } = deps.store;
  const operations = [
    identity.updateUser(user),
    ...(newPassword ? withNewPassword(identity, user) : []),
    ...writes,
    accountAudit(deps, actor, user, {
      type: 'UPDATE',
      resource: user.type,
      detail: { id: user.id, username: user.username, ...(newPassword ? { change: 'password' } : {}) },
      before: userAuditText(before),
      after: userAuditText(user),
    }),
  ];
  await writeOr(deps.store, operations, ({ thing }) =>
    thing === 'User' ? new AlreadyExists({ thing, id: user.username }) : undefined,
  );
  announce(deps, { kind: 'user', userId: user.id }, ...changes);
}

/** Groups that are not in the list are left. `placed` names the tenants where the user is put at the same time, and stays. */
async function leaveGroups(
  deps: Deps,
  user: User,
  staying: readonly string[],
  placed: readonly InstanceChange[],
): Promise<{ readonly writes: readonly WriteOp[]; readonly changes: readonly InstanceChange[] }> {
  const isPlaced = (tenantKey: string): boolean =>
    placed.some((change) => change.kind === 'access' && change.tenantKey === tenantKey);
  const left = await Promise.all(
    (await tenantsOf(deps, user)).map(async ({ key }) => {
      const scope = deps.store.scope(key);
      const groupIds = (await scope.access.listMembers({ userId: user.id })).map(({ groupId }) => groupId);
      const leaving = groupIds.filter((groupId) => !staying.includes(groupId));
      return { key, writes: await leaveGroupsWrites(deps, scope, user.id, leaving, isPlaced(key)) };
    }),
  );
  const touched = left.filter(({ writes }) => writes.length > 0);
  return {
    writes: touched.flatMap(({ writes }) => writes),
    changes: touched.map(({ key }) => ({ kind: 'access', tenantKey: key })),
  };
}

/** Somebody must be able to administer the instance. */
async function demandAnotherSuperadmin(deps: Deps, id: string): Promise<void> {
  const users = await deps.store.identity.listUsers();
  if (!users.some((user) => user.superAdmin && user.id !== id)) {
    throw new IllegalState({
      reason: 'the last superadmin cannot lose the flag or be deleted; make another one first',
    });
  }
}

async function demandSignInOfAnotherSuperadmin(deps: Deps, id: string): Promise<void> {
  const people = await deps.store.identity.listUsers('USER');
  if (people.some((user) => user.superAdmin && user.id !== id && canSignIn(user))) return;
  throw new IllegalState({
    reason: 'this is the last way in which a superadmin can sign in; give this or another superadmin one more first',
  });
}

function canSignIn({ passwordHash, identities = [] }: User): boolean {
  return passwordHash !== undefined || identities.length > 0;
}
