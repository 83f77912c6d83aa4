import type { ApiToken, FailedLogins, Paged, PageRequest, QueryFilter, Session, User } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** Users, service accounts, sessions, failed logins and tokens: instance-wide. User names compare case-insensitively. */
export interface IdentityStore {
  findUser(id: string): Promise<User | undefined>;
  /** People only: several service accounts may have one name. */
  findUserByName(username: string): Promise<User | undefined>;
  /** The person whom a provider of single sign-on knows by this subject. */
  findUserByIdentity(issuer: string, subject: string): Promise<User | undefined>;
  /** All of a kind by id; for lists that must see everything (synchronisation), not for pages. */
  listUsers(type?: User['type']): Promise<readonly User[]>;
  /** Filters: `q`, `username`, `email`, `type`, `super_admin`. Sort: `id` (default), `username`. */
  searchUsers(filters: readonly QueryFilter[], page: PageRequest): Promise<Paged<User>>;
  countUsers(): Promise<number>;
  /** `Conflict('User', username)` when the id, a person's name, or one of the identities is in use. */
  insertUser(user: User): WriteOp;
  /** As `insertUser`, but `Conflict('Setup', …)` when any user exists: the first-start race has one winner. */
  insertFirstUser(user: User): WriteOp;
  /** Replaces everything but id and type. `Conflict` when gone, or the new name or an identity is taken. */
  updateUser(user: User): WriteOp;
  /** Removes the user with sessions, tokens, tenant access, memberships and bindings. */
  deleteUser(id: string): WriteOp;

  findSession(hash: string): Promise<Session | undefined>;
  insertSession(session: Session): WriteOp;
  /** Moves `lastSeenAt` forward. */
  touchSession(hash: string, lastSeenAt: number): WriteOp;
  deleteSession(hash: string): WriteOp;
  deleteSessionsOf(userId: string): WriteOp;
  deleteSessionsExpiredBefore(at: number): WriteOp;

  /** By the SHA-256 of a name, hex, since a name may be anything that somebody typed: a password, or a megabyte. */
  findFailedLogins(nameHash: string): Promise<FailedLogins | undefined>;
  /** Replaces what was `seen` of the name. `Conflict('Failed logins', …)` when that is no longer what there is. */
  noteFailedLogins(nameHash: string, seen: FailedLogins | undefined, now: FailedLogins): WriteOp;
  forgetFailedLogins(nameHash: string): WriteOp;
  deleteFailedLoginsExpiredBefore(at: number): WriteOp;

  findTokens(prefix: string): Promise<readonly ApiToken[]>;
  listTokens(userId: string): Promise<readonly ApiToken[]>;
  insertToken(token: ApiToken): WriteOp;
  updateToken(token: ApiToken): WriteOp;
  /** `Conflict('Token', id)` when the user has no such token. */
  deleteToken(userId: string, id: string): WriteOp;
}
