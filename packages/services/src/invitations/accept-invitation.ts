import { AlreadyExists, Gone, type Invitation, type User } from '@windhover/model';
import type { OwnedInvitation, TenantScope, WriteOp } from '@windhover/ports';
import type { Caller } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { writeOr } from '../access/on-conflict.ts';
import { instanceAudit, userAuditText } from '../audit/instance-audit.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { toUser } from '../identity/create-user.ts';
import { equalsInConstantTime, fingerprint } from '../identity/secret-text.ts';
import { findUserByEmail } from './create-invitation.ts';
import { invitedRightsWrites, noInvitation } from './invited-rights.ts';

/** Pending invitations for the caller, of all tenants, newest first. */
export async function invitationsOf(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  { user }: Caller,
): Promise<readonly OwnedInvitation[]> {
  const lists = await Promise.all(addressesOf(user).map((address) => store.invitations.listByEmail(address)));
  const now = clock.now();
  return lists.flat().filter(({ invitation: { status, expiresAt } }) => status === 'PENDING' && expiresAt > now);
}

/**
 * Takes the rights of an invitation for the caller, whom it must be for. Throws `NotFound` for any other, and `Gone` for
 * one that was taken or has expired.
 */
export async function acceptInvitation(deps: Deps, caller: Caller, id: string): Promise<void> {
  const owned = await deps.store.invitations.find(id.split('.', 1)[0]!);
  const addresses = addressesOf(caller.user).map((address) => address.toLowerCase());
  if (owned === undefined || !addresses.includes(owned.invitation.email.toLowerCase())) throw noInvitation();
  await accept(deps, owned, caller.user, caller, (user) =>
    user.superAdmin === caller.user.superAdmin ? [] : [deps.store.identity.updateUser(user)],
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
  if (owned === undefined || !equalsInConstantTime(fingerprint(secret), owned.invitation.hash)) throw noInvitation();
  const { email } = owned.invitation;
  demandPending(deps, owned.invitation);
  if ((await findUserByEmail(deps, email)) !== undefined) throw new AlreadyExists({ thing: 'User', id: email });
  const user = await toUser(deps, { ...person, email });
  const self: Caller = { user, via: 'session', permissions: new Map(), address };
  await accept(deps, owned, user, self, (made) => [
    deps.store.identity.insertUser(made),
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
  const user: User = { ...before, superAdmin: before.superAdmin || invitation.superAdmin };
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

function addressesOf({ username, email }: User): readonly string[] {
  return email === undefined || email.toLowerCase() === username.toLowerCase() ? [username] : [username, email];
}
