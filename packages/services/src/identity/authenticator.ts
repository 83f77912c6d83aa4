/** From the credentials of a request to who makes it. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Unauthenticated, type ApiToken, type Session, type User } from '@windhover/model';
import { topics } from '@windhover/ports';
import type { AccessControl } from '../access/access-control.ts';
import { FreshCache } from '../access/fresh-cache.ts';
import type { InstanceChange } from '../access/instance-change.ts';
import type { Deps } from '../deps.ts';
import { FailedAddresses } from './failed-addresses.ts';
import { findFailedLogins, forgetFailedLogins, isLocked, noteFailedLogin } from './failed-logins.ts';
import { hashPassword, isOutdated, isPassword } from './password-hash.ts';
import { equalsInConstantTime, fingerprint } from './secret-text.ts';
import { TokenGuesses } from './token-guesses.ts';

export interface Credentials {
  readonly authorization: string | undefined;
  /** Value of the session cookie. */
  readonly session: string | undefined;
  readonly address: string | undefined;
}

export interface Identity {
  readonly user: User;
  readonly via: 'basic' | 'token' | 'session';
  readonly token?: ApiToken;
  readonly sessionHash?: string;
  readonly impersonatedBy?: string;
}

/** How long a verified pair may be believed without hashing again. */
const verifiedMs = 60_000;
/** Last use of tokens and sessions is written at most this often. */
const touchEveryMs = 60_000;
const maxVerified = 10_000;

export class Authenticator {
  readonly #deps: Deps;
  readonly #access: AccessControl;
  readonly #addresses = new FailedAddresses();
  readonly #guesses = new TokenGuesses();
  readonly #sessions: FreshCache<Session | undefined>;
  readonly #tokens: FreshCache<ApiToken | undefined>;
  /** Verified pairs by HMAC under a key of this process: neither passwords nor what could be guessed from a dump. */
  readonly #verified = new Map<
    string,
    { readonly userId: string; readonly passwordHash: string; readonly at: number }
  >();
  readonly #verifying = new Map<string, Promise<User>>();
  /** As a key object: making one of bytes at each request costs four times the HMAC. */
  readonly #key: KeyObject;
  readonly #unsubscribe: () => void;

  constructor(deps: Deps, access: AccessControl) {
    const now = (): number => deps.clock.monotonic();
    this.#deps = deps;
    this.#access = access;
    this.#sessions = new FreshCache(now);
    this.#tokens = new FreshCache(now);
    this.#key = createSecretKey(deps.ids.random(32));
    this.#unsubscribe = deps.transport.subscribe(topics.instance, (message) => {
      const change = message as InstanceChange;
      if (change.kind === 'missed') this.#verified.clear();
      if (change.kind !== 'user') return;
      this.#sessions.clear();
      this.#tokens.clear();
      for (const [key, { userId }] of this.#verified) if (userId === change.userId) this.#verified.delete(key);
    });
  }

  close(): void {
    this.#unsubscribe();
  }

  /**
   * Who the credentials name; undefined when there are none. The first kind present decides: token, Basic, session. One
   * that is present but wrong throws {@link Unauthenticated}; an address that failed too often `TooManyRequests`.
   */
  async authenticate({ authorization, session, address }: Credentials): Promise<Identity | undefined> {
    if (authorization !== undefined && !isEmptyBasic(authorization)) {
      const space = authorization.indexOf(' ');
      const scheme = authorization.slice(0, space).toLowerCase();
      const value = authorization.slice(space + 1).trim();
      if (scheme === 'bearer') return this.#byToken(value, address);
      if (scheme === 'basic') return { user: await this.#byBasic(value, address), via: 'basic' };
      throw new Unauthenticated({});
    }
    return session === undefined || session === '' ? undefined : this.#bySession(session);
  }

  /** The user behind name and password; throws as {@link authenticate} does. Counts as one attempt. */
  async verify(username: string, password: string, address: string | undefined): Promise<User> {
    const { clock, store, settings } = this.#deps;
    if (address !== undefined) this.#addresses.check(address, clock.monotonic());
    const user = await store.identity.findUserByName(username);
    const right = await isPassword(password, user?.type === 'USER' ? user.passwordHash : undefined);
    // Read after the password, which takes long: of many guesses at a time the first ones lock the rest out
    const failed = await findFailedLogins(store.identity, username);
    if (right && user !== undefined && !isLocked(failed, clock.now(), settings.lockOut)) {
      if (failed !== undefined) await store.write([forgetFailedLogins(store.identity, username)]);
      return isOutdated(user.passwordHash!) ? this.#rehash(user, password) : user;
    }
    if (address !== undefined) this.#addresses.record(address, clock.monotonic());
    await noteFailedLogin(this.#deps, { username, user, address });
    throw new Unauthenticated({});
  }

  async #byBasic(encoded: string, address: string | undefined): Promise<User> {
    const key = createHmac('sha256', this.#key).update(encoded).digest('base64');
    const verified = this.#verified.get(key);
    if (verified !== undefined && this.#deps.clock.monotonic() - verified.at < verifiedMs) {
      const user = await this.#access.findUser(verified.userId);
      // A changed password has another hash: the pair is then checked anew
      if (user?.passwordHash === verified.passwordHash) return user;
      this.#verified.delete(key);
    }
    // Equal pairs that arrive together are hashed once
    const pending = this.#verifying.get(key) ?? this.#verifyPair(key, encoded, address);
    this.#verifying.set(key, pending);
    return pending.finally(() => this.#verifying.delete(key));
  }

  async #verifyPair(key: string, encoded: string, address: string | undefined): Promise<User> {
    const pair = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = pair.indexOf(':');
    if (colon < 0) throw new Unauthenticated({});
    const user = await this.verify(pair.slice(0, colon), pair.slice(colon + 1), address);
    if (this.#verified.size >= maxVerified) this.#verified.clear();
    this.#verified.set(key, { userId: user.id, passwordHash: user.passwordHash!, at: this.#deps.clock.monotonic() });
    return user;
  }

  async #byToken(text: string, address: string | undefined): Promise<Identity> {
    const now = this.#deps.clock.now();
    const hash = fingerprint(text);
    const token = await this.#tokens.get(hash, () => this.#findToken(text, hash));
    const user = token === undefined ? undefined : await this.#access.findUser(token.userId);
    if (token === undefined || user === undefined || (token.expiresAt !== undefined && token.expiresAt <= now)) {
      if (address !== undefined) this.#guesses.record(address, hash, this.#deps.clock.monotonic());
      throw new Unauthenticated({});
    }
    if (now - (token.lastUsedAt ?? 0) < touchEveryMs) return { user, via: 'token', token };
    const used = {
      ...token,
      lastUsedAt: now,
      ...(token.extended && token.maxAgeMs !== undefined ? { expiresAt: now + token.maxAgeMs } : {}),
    };
    this.#tokens.drop(hash);
    await this.#deps.store.write([this.#deps.store.identity.updateToken(used)]);
    return { user, via: 'token', token: used };
  }

  async #findToken(text: string, hash: string): Promise<ApiToken | undefined> {
    const prefix = /^wh_([0-9A-Za-z]{6})_/.exec(text)?.[1];
    if (prefix === undefined) return undefined;
    const tokens = await this.#deps.store.identity.findTokens(prefix);
    return tokens.find((token) => equalsInConstantTime(token.hash, hash));
  }

  async #bySession(value: string): Promise<Identity> {
    const now = this.#deps.clock.now();
    const hash = fingerprint(value);
    const session = await this.#sessions.get(hash, () => this.#deps.store.identity.findSession(hash));
    const user = session === undefined ? undefined : await this.#access.findUser(session.userId);
    const { idleMs } = this.#deps.settings.session;
    // An impersonation lasts no longer than the right to it
    const by = session?.impersonatedBy === undefined ? undefined : await this.#access.findUser(session.impersonatedBy);
    if (session?.impersonatedBy !== undefined && by?.superAdmin !== true) throw new Unauthenticated({});
    if (session === undefined || user === undefined || session.expiresAt <= now || now - session.lastSeenAt >= idleMs)
      throw new Unauthenticated({});
    if (now - session.lastSeenAt >= Math.min(touchEveryMs, idleMs / 2)) {
      this.#sessions.drop(hash);
      await this.#deps.store.write([this.#deps.store.identity.touchSession(hash, now)]);
    }
    return {
      user,
      via: 'session',
      sessionHash: hash,
      ...(session.impersonatedBy === undefined ? {} : { impersonatedBy: session.impersonatedBy }),
    };
  }

  async #rehash(user: User, password: string): Promise<User> {
    const renewed = { ...user, passwordHash: await hashPassword(password, this.#deps.ids.random(16)) };
    await this.#deps.store.write([this.#deps.store.identity.updateUser(renewed)]);
    return renewed;
  }
}

/** Clients that are configured without user send an empty pair on every call; it counts as no header at all. */
function isEmptyBasic(authorization: string): boolean {
  return /^basic\s+Og==\s*$/i.test(authorization);
}
