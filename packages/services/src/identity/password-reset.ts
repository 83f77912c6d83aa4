/**
 * A forgotten password is set anew by whoever reads the account's mail. The link carries a token that is stored nowhere: it is
 * sealed with the password's hash as it is now, so that it works once, and not at all after the password was changed.
 */
import { createHmac } from 'node:crypto';
import { Gone, TooManyRequests, type User } from '@windhover/model';
import type { Mailer } from '@windhover/ports';
import type { Caller } from '../access/caller.ts';
import { announce } from '../access/instance-change.ts';
import { instanceAudit } from '../audit/instance-audit.ts';
import type { Deps } from '../deps.ts';
import { RateLimiter, type Rate } from '../limits/rate-limiter.ts';
import { derivedKey } from '../secrets/derived-key.ts';
import { withNewPassword } from './new-password.ts';
import { hashPassword } from './password-hash.ts';
import { checkPassword } from './password-policy.ts';
import { equalsInConstantTime } from './secret-text.ts';

export interface PasswordResetSettings {
  /** Where the web application is reached; never what a request names, or a stranger would choose where the link leads. */
  readonly url: string;
  /** Between two mails to one account. */
  readonly cooldownMs: number;
  /** Of one address. */
  readonly requests: Rate;
}

const lifeMs = 3_600_000;

export class PasswordResets {
  readonly #deps: Deps;
  readonly #mailer: Mailer;
  readonly #settings: PasswordResetSettings;
  readonly #mails: RateLimiter;
  readonly #requests: RateLimiter;
  readonly #key: Uint8Array;

  /** With a key of the instance links outlive a restart, and every server takes them. */
  constructor(deps: Deps, mailer: Mailer, settings: PasswordResetSettings) {
    this.#deps = deps;
    this.#mailer = mailer;
    this.#settings = settings;
    this.#mails = new RateLimiter({ maxRequests: 1, windowMs: settings.cooldownMs });
    this.#requests = new RateLimiter(settings.requests);
    const { encryptionKey } = deps.settings;
    this.#key = encryptionKey === undefined ? deps.ids.random(32) : derivedKey(encryptionKey, 'password reset');
  }

  /** Throws `TooManyRequests` for an address that asks, or tries links, too often: whatever it asks for. */
  checkAddress(address: string): void {
    const waitMs = this.#requests.take(address, this.#deps.clock.monotonic());
    if (waitMs === 0) return;
    const reason = 'too many requests for a new password from this address';
    throw new TooManyRequests({ reason, retryAfterSeconds: Math.ceil(waitMs / 1_000) });
  }

  /** Mails a link to the user of that name, if there is one with a password and an address; silent otherwise. */
  async request(username: string): Promise<void> {
    const user = await this.#deps.store.identity.findUserByName(username);
    const to = user === undefined ? undefined : addressOf(user);
    if (user?.passwordHash === undefined || to === undefined) return;
    if (this.#mails.take(user.id, this.#deps.clock.monotonic()) > 0) return;
    const link = `${this.#settings.url}/ui/reset-password?token=${this.#tokenOf(user, this.#deps.clock.now() + lifeMs)}`;
    await this.#mailer.send({ to, subject: 'Set a new Windhover password', text: mailText(user.username, link) });
  }

  /**
   * Sets the password, ends every session and a lock on the account. Throws `InvalidEntity` that names every rule broken,
   * and `Gone` for a link that is over, used or wrong.
   */
  async complete(token: string, password: string, address: string): Promise<void> {
    const user = await this.#userOf(token);
    if (user === undefined) throw new Gone({ thing: 'link for a new password; ask for another one' });
    const { store, settings, ids } = this.#deps;
    checkPassword(password, settings.passwordPolicy);
    const renewed: User = { ...user, passwordHash: await hashPassword(password, ids.random(16)) };
    const self: Caller = { user, via: 'session', permissions: new Map(), address };
    const entry = instanceAudit(this.#deps, self, {
      type: 'UPDATE',
      resource: 'USER',
      detail: { id: user.id, username: user.username, change: 'password', by: 'mail' },
    });
    await store.write([store.identity.updateUser(renewed), ...withNewPassword(store.identity, renewed), entry]);
    announce(this.#deps, { kind: 'user', userId: user.id });
  }

  #tokenOf(user: User, expiresAt: number): string {
    return `${Buffer.from(user.id).toString('base64url')}.${expiresAt.toString(36)}.${this.#seal(user, expiresAt)}`;
  }

  async #userOf(token: string): Promise<User | undefined> {
    const [id = '', end = '', seal = ''] = token.split('.');
    const expiresAt = Number.parseInt(end, 36);
    if (!(expiresAt > this.#deps.clock.now())) return undefined;
    const user = await this.#deps.store.identity.findUser(Buffer.from(id, 'base64url').toString());
    if (user?.passwordHash === undefined) return undefined;
    return equalsInConstantTime(seal, this.#seal(user, expiresAt)) ? user : undefined;
  }

  #seal({ id, passwordHash }: User, expiresAt: number): string {
    return createHmac('sha256', this.#key).update(`${id}\n${expiresAt}\n${passwordHash}`).digest('base64url');
  }
}

/** The user name is the e-mail unless another one is noted beside it. */
function addressOf({ email, username }: User): string | undefined {
  return email ?? (username.includes('@') ? username : undefined);
}

function mailText(username: string, link: string): string {
  return [
    `Somebody, you we hope, asked for a new password of the Windhover account ${username}.`,
    '',
    'Set it here within an hour:',
    link,
    '',
    'If it was not you, do nothing: the password stays as it is.',
    '',
  ].join('\n');
}
