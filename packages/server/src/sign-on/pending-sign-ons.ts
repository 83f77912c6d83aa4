/**
 * Sign-ons that have begun. What the answer must fit travels in a cookie of the browser, sealed: nothing of it is held here,
 * so strangers who begin many take no memory, and only the browser that began one can end it.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Deps } from '@windhover/services';
import type { SignOnSecrets } from './open-id-provider.ts';

export interface PendingSignOn extends SignOnSecrets {
  readonly provider: string;
  /** Path of the web application to return to. */
  readonly from: string;
}

interface Sealed extends PendingSignOn {
  readonly expiresAt: number;
}

export const pendingLifeMs = 600_000;
const maxUsed = 10_000;
const nonceBytes = 12;
const tagBytes = 16;

export class PendingSignOns {
  readonly #deps: Pick<Deps, 'clock' | 'ids'>;
  readonly #key: Uint8Array;
  /** States that were answered, until they would have ended anyway. */
  readonly #used = new Set<string>();

  /** With a key of the instance every server of it can end what another began, and a restart ends none. */
  constructor(deps: Pick<Deps, 'clock' | 'ids' | 'settings'>) {
    this.#deps = deps;
    const { encryptionKey } = deps.settings;
    this.#key =
      encryptionKey === undefined
        ? deps.ids.random(32)
        : new Uint8Array(hkdfSync('sha256', encryptionKey, '', 'windhover single sign-on', 32));
  }

  /** A new one, and its cookie's value. */
  begin(provider: string, from: string): { readonly pending: PendingSignOn; readonly cookie: string } {
    const secret = (): string => Buffer.from(this.#deps.ids.random(32)).toString('base64url');
    const pending = { provider, from, state: secret(), nonce: secret(), codeVerifier: secret() };
    return { pending, cookie: this.#seal({ ...pending, expiresAt: this.#deps.clock.now() + pendingLifeMs }) };
  }

  /** The one that the cookie holds and the answer names, once; undefined for any other. */
  take(provider: string, cookie: string | undefined, state: unknown): PendingSignOn | undefined {
    const pending = cookie === undefined ? undefined : this.#open(cookie);
    if (pending === undefined || pending.provider !== provider || pending.state !== state) return undefined;
    if (pending.expiresAt <= this.#deps.clock.now() || this.#used.has(pending.state)) return undefined;
    // The oldest goes first; its code is spent at the provider anyway
    if (this.#used.size >= maxUsed) this.#used.delete(this.#used.keys().next().value!);
    this.#used.add(pending.state);
    return pending;
  }

  #seal(value: Sealed): string {
    const nonce = this.#deps.ids.random(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
  }

  #open(cookie: string): Sealed | undefined {
    const bytes = Buffer.from(cookie, 'base64url');
    if (bytes.length <= nonceBytes + tagBytes) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, nonceBytes));
      decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
      const text = decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes), undefined, 'utf8');
      return JSON.parse(text + decipher.final('utf8')) as Sealed;
    } catch {
      return undefined; // another key's, or altered: as good as none
    }
  }
}
