/** From what a provider of single sign-on vouches for to a user of ours, with the groups that it names. */
import { AlreadyExists, EmailNotVerified, SignOnRefused, type ExternalIdentity, type User } from '@windhover/model';
import { Conflict } from '@windhover/ports';
import type { Caller } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { instanceAudit, signInAudit, userAuditText } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { isSetUp } from '../setup/complete-setup.ts';
import { findTenantById } from '../tenants/accessible-tenants.ts';
import { believed } from './believed-address.ts';
import { insertUser, toUser } from './create-user.ts';
import { placementWrites } from './placement.ts';
import { syncClaimedGroups } from './sync-claimed-groups.ts';
import type { VouchedPerson } from './vouched-person.ts';

/**
 * The user whom the provider means: the one who came from there before, else the one whose user name is the e-mail, else a
 * new one. The last two need an e-mail that the provider has verified; throws {@link EmailNotVerified}. Memberships of
 * groups are then what the claims say, when `kestra.security.oidc.groups-claim-path` is set.
 */
export async function signOn(deps: Deps, person: VouchedPerson, address: string | undefined): Promise<User> {
  const { issuer, subject } = person.identity;
  const known = await deps.store.identity.findUserByIdentity(issuer, subject);
  const user = known ?? (await admit(deps, person, address));
  await syncClaimedGroups(deps, callerOf(user, address), person);
  return user;
}

/** What a provider refused, or what was wrong with its answer, is noted like a wrong password. */
export async function noteRefusedSignOn(
  deps: Deps,
  provider: string,
  reason: string,
  address: string | undefined,
): Promise<void> {
  const audited = { type: 'LOGIN_FAILURE', resource: 'USER', detail: { provider, reason } } as const;
  await deps.store.write([signInAudit(deps, { user: undefined, address }, audited)]);
}

async function admit(deps: Deps, person: VouchedPerson, address: string | undefined): Promise<User> {
  const { provider, issuer, subject } = person.identity;
  const email = verifiedEmail(person);
  try {
    const local = await deps.store.identity.findUserByName(email);
    return local === undefined
      ? await create(deps, person, email, address)
      : await link(deps, person.identity, local, address);
  } catch (error) {
    if (!(error instanceof Conflict || error instanceof AlreadyExists)) throw error;
    // The same person in two windows: whoever was first has made the user
    const made = await deps.store.identity.findUserByIdentity(issuer, subject);
    if (made === undefined)
      throw new SignOnRefused({ provider, reason: 'the account was changed meanwhile; try again' });
    return made;
  }
}

/**
 * Only the user name is compared: people write the e-mail of their profile themselves, and might write somebody else's. A
 * name that was linked to another account of the same issuer before is not given away to a new one. An account of which a
 * tenant alone has said whose it is may be held by somebody else: what would let them in goes.
 */
async function link(deps: Deps, identity: ExternalIdentity, local: User, address: string | undefined): Promise<User> {
  const others = local.identities ?? [];
  if (others.some(({ issuer }) => issuer === identity.issuer)) {
    const { provider } = identity;
    throw new SignOnRefused({ provider, reason: `'${local.username}' belongs to another account of this provider` });
  }
  const { passwordHash: _password, ...unheld } = believed(local);
  const isHeld = local.vouchedBy !== undefined;
  const user: User = {
    ...(isHeld ? { ...unheld, email: local.username } : local),
    identities: [...others, identity],
  };
  const tokens = isHeld ? await deps.store.identity.listTokens(local.id) : [];
  const entry = instanceAudit(deps, callerOf(user, address), {
    type: 'UPDATE',
    resource: 'USER',
    detail: { id: user.id, username: user.username, provider: identity.provider },
    before: userAuditText(local),
    after: userAuditText(user),
  });
  await deps.store.write([
    deps.store.identity.updateUser(user),
    ...(isHeld ? [deps.store.identity.deleteSessionsOf(local.id)] : []),
    ...tokens.map(({ id }) => deps.store.identity.deleteToken(local.id, id)),
    entry,
  ]);
  announce(deps, { kind: 'user', userId: user.id });
  return user;
}

async function create(deps: Deps, person: VouchedPerson, email: string, address: string | undefined): Promise<User> {
  const { identity, claims } = person;
  // Else whoever comes first would keep the operator from making the first superadmin
  if (!(await isSetUp(deps)))
    throw new SignOnRefused({ provider: identity.provider, reason: 'this instance is not set up yet' });
  const names = { firstName: textOf(claims['given_name']), lastName: textOf(claims['family_name']) };
  const user: User = { ...(await toUser(deps, { email, ...names })), identities: [identity] };
  const placement = await placementWrites(deps, 'command-line', user, { tenants: await firstTenants(deps) });
  await insertUser(deps, callerOf(user, address), user, placement);
  return user;
}

/** Where the role for everybody new is given; single mode has one tenant for all. */
async function firstTenants(deps: Deps): Promise<readonly string[]> {
  const { tenancy, defaultRole } = deps.settings;
  const id = tenancy.enabled ? defaultRole?.tenantId : 'main';
  return id !== undefined && (await findTenantById(deps, id)) !== undefined ? [id] : [];
}

function verifiedEmail({ identity: { provider }, claims }: VouchedPerson): string {
  const { email, email_verified: isVerified } = claims;
  // Some providers write the flag as a text
  if (typeof email !== 'string' || email === '' || (isVerified !== true && isVerified !== 'true'))
    throw new EmailNotVerified({ provider });
  return email;
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' ? claim.slice(0, 256) : undefined;
}

/** People act in their own name when they sign in. */
function callerOf(user: User, address: string | undefined): Caller {
  return { user, via: 'session', permissions: new Map(), address };
}
