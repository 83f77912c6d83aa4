/** A name that fails too often is locked for a while, on every server and over a restart. Unknown names count like known ones. */
import { caselessKey, type FailedLogins, type User } from '@windhover/model';
import { Conflict, type IdentityStore, type WriteOp } from '@windhover/ports';
import { announce } from '../access/instance-change.ts';
import { signInAudit } from '../audit/instance-audit.ts';
import type { Deps, ServiceSettings } from '../deps.ts';
import { fingerprint } from './secret-text.ts';

export interface FailedLogin {
  /** As typed: it may be anything. */
  readonly username: string;
  /** Who has the name. */
  readonly user: User | undefined;
  readonly address: string | undefined;
}

const longestNameNoted = 256;

type LockOut = ServiceSettings['lockOut'];

export function isLocked(failed: FailedLogins | undefined, now: number, { lockMs }: LockOut): boolean {
  return failed?.lockedUntil !== undefined && lasts(failed.lockedUntil, now, lockMs);
}

/** What counts after one more failure. Those during a lock do not lengthen it. */
export function withFailure(seen: FailedLogins | undefined, now: number, lockOut: LockOut): FailedLogins {
  const { threshold, windowMs, lockMs } = lockOut;
  const counts = seen !== undefined && lasts(seen.expiresAt, now, Math.max(windowMs, lockMs));
  const known = counts ? seen : { count: 0, expiresAt: now + windowMs };
  const count = known.count + 1;
  if (isLocked(known, now, lockOut)) return { ...known, count };
  if (count < threshold) return { count, expiresAt: known.expiresAt };
  const lockedUntil = now + lockMs;
  return { count, lockedUntil, expiresAt: Math.max(known.expiresAt, lockedUntil) };
}

export function findFailedLogins(identity: IdentityStore, username: string): Promise<FailedLogins | undefined> {
  return identity.findFailedLogins(hashOf(username));
}

export function forgetFailedLogins(identity: IdentityStore, username: string): WriteOp {
  return identity.forgetFailedLogins(hashOf(username));
}

/** Counts the failure and notes it, with the lock that it begins. */
export async function noteFailedLogin(deps: Deps, failure: FailedLogin): Promise<void> {
  const { store, clock, settings } = deps;
  const { identity } = store;
  const { username, user, address } = failure;
  const now = clock.now();
  const seen = await findFailedLogins(identity, username);
  const failed = withFailure(seen, now, settings.lockOut);
  const locks = isLocked(failed, now, settings.lockOut) && !isLocked(seen, now, settings.lockOut);
  const detail = { username: username.slice(0, longestNameNoted), ...(user === undefined ? {} : { id: user.id }) };
  const types = locks ? (['LOGIN_FAILURE', 'ACCOUNT_LOCKED'] as const) : (['LOGIN_FAILURE'] as const);
  const entries = types.map((type) => signInAudit(deps, { user, address }, { type, resource: 'USER', detail }));
  const expired = identity.deleteFailedLoginsExpiredBefore(now);
  try {
    await store.write([expired, identity.noteFailedLogins(hashOf(username), seen, failed), ...entries]);
  } catch (error) {
    // Another attempt on the name was noted meanwhile, here or on another server: this one counts after it
    if (error instanceof Conflict && error.thing === 'Failed logins') return noteFailedLogin(deps, failure);
    throw error;
  }
  if (locks && user !== undefined) announce(deps, { kind: 'user', userId: user.id });
}

/** Of what users are found by, so that two spellings of a name are one. */
function hashOf(username: string): string {
  return fingerprint(caselessKey(username));
}

/** A clock that was set back would hold a name for as long as it was wrong: what ends further off than it may is over. */
function lasts(until: number, now: number, longestMs: number): boolean {
  return until > now && until - now <= longestMs;
}
