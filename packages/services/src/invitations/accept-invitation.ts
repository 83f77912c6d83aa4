import { AlreadyExists, Gone, type Invitation, type User } from '@windhover/model';
import type { OwnedInvitation, TenantScope, WriteOp } from '@windhover/ports';
import type { Caller } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { instanceAudit, userAuditText } from '../audit/instance-audit.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { believedIn, isBelievedIn } from '../identity/believed-address.ts';
import { toUser } from '../identity/create-user.ts';
import { withNewPassword } from '../identity/new-password.ts';
import { equalsInConstantTime, fingerprint } from '../identity/secret-text.ts';
import { findUserByEmail } from '../identity/find-user-by-email.ts';
import { invitedRightsWrites, noInvitation } from './invited-rights.ts';
import { isStillGranted } from './still-granted.ts';

/** Pending invitations for the caller, of all tenants that believe the caller's e-mail, newest first. */
export async function invitationsOf(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  { user }: Caller,
): Promise<readonly OwnedInvitation[]> {
  const lists = await Promise.all(addressesOf(user).map((address) => store.invitations.listByEmail(address)));
  const now = clock.now();
  return lists
    .flat()
    .filter(({ key }) => isBelievedIn(user, key))
    .filter(({ invitation: { status, expiresAt } }) => status === 'PENDING' && expiresAt > now);
}

/**
 * Takes the rights of an invitation for the caller, whom it must be for, by its id or its link: an e-mail that only another
 * tenant vouches for needs the link. Throws `NotFound` for any other, and `Gone` for one that was taken or has expired.
 */
export async function acceptInvitation(deps: Deps, caller: Caller, link: string): Promise<void> {
  const [id = '', secret = ''] = link.split('.');
  const owned = await deps.store.invitations.find(id);
  const addresses = addressesOf(caller.user).map((address) => address.toLowerCase());
  if (owned === undefined || !addresses.includes(owned.invitation.email.toLowerCase())) throw noInvitation();
  if (!isBelievedIn(caller.user, owned.key) && !isSecretOf(owned.invitation, secret)) throw noInvitation();
  await accept(deps, owned, caller.user, caller, (user) =>
    user === caller.user ? [] : [deps.store.identity.updateUser(user)],
  );
}

/**
 * Makes the account of somebody who has the link, and takes the rights for it. Throws `NotFound` for a wrong link, `Gone`
 * for one that was used or has expired, `InvalidEntity` for the password, `AlreadyExists` when the account exists: then
 * signing in comes first.
 */
export async function createFromInvitation(
  deps: Deps,
  link: string,
  person: { readonly firstName: string; readonly lastName: string; readonly password: string },
  address: string | undefined,
): Promise<User> {
  const [id = '', secret = ''] = link.split('.');
  const owned = await deps.store.invitations.find(id);
  if (owned === undefined || !isSecretOf(owned.invitation, secret)) throw noInvitation();
  const { email } = owned.invitation;
  demandPending(deps, owned.invitation);
  if ((await findUserByEmail(deps, owned.key, email)) !== undefined)
    throw new AlreadyExists({ thing: 'User', id: email });
  // Whoever invites has seen the link, and may have used it: in other tenants that shows nothing
  const isOwnWord = !(await isSuperadminsWord(deps, owned.invitation));
  const user: User = { ...(await toUser(deps, { ...person, email })), ...(isOwnWord && { vouchedBy: [owned.key] }) };
  const self: Caller = { user, via: 'session', permissions: new Map(), address };
  await accept(deps, owned, user, self, (made) => [
    deps.store.identity.insertUser(made),
    ...withNewPassword(deps.store.identity, made),
    instanceAudit(deps, self, {
      type: 'CREATE',
      resource: 'USER',
      detail: { id: made.id, username: made.username, invitation: id },
      after: userAuditText(made),
    }),
  ]);
  return user;
}

async function accept(
  deps: Deps,
  { key, invitation }: OwnedInvitation,
  before: User,
  caller: Caller,
  userWrites: (user: User) => readonly WriteOp[],
): Promise<void> {
  demandPending(deps, invitation);
  const scope: TenantScope = deps.store.scope(key);
  if (!(await isStillGranted(deps, scope, invitation))) throw new Gone({ thing: 'invitation' });
  const joining = believedIn(before, key);
  const user: User = invitation.superAdmin && !before.superAdmin ? { ...joining, superAdmin: true } : joining;
  const accepted: Invitation = { ...invitation, status: 'ACCEPTED', acceptedAt: deps.clock.now() };
  const entry = auditEntry(deps, caller, {
    type: 'UPDATE',
    resource: 'INVITATION',
    detail: { id: invitation.id, email: invitation.email, status: 'ACCEPTED' },
  });
  const operations = [
    scope.invitations.accept(accepted),
    ...userWrites(user),
    ...(await invitedRightsWrites(deps, scope, user, invitation)),
    scope.audit.append(entry),
  ];
  await writeOr(deps.store, operations, ({ thing, id }) =>
    thing === 'User' ? new AlreadyExists({ thing, id }) : new Gone({ thing: 'invitation' }),
  );
  announce(deps, { kind: 'user', userId: user.id }, { kind: 'access', tenantKey: key });
}

function demandPending({ clock }: Pick<Deps, 'clock'>, { status, expiresAt }: Invitation): void {
  if (status !== 'PENDING' || expiresAt <= clock.now()) throw new Gone({ thing: 'invitation' });
}

function isSecretOf({ hash }: Invitation, secret: string): boolean {
  return equalsInConstantTime(fingerprint(secret), hash);
}

async function isSuperadminsWord({ store }: Deps, { invitedBy }: Invitation): Promise<boolean> {
  return invitedBy === undefined || (await store.identity.findUser(invitedBy))?.superAdmin === true;
}

function addressesOf({ username, email }: User): readonly string[] {
  return email === undefined || email.toLowerCase() === username.toLowerCase() ? [username] : [username, email];
}
