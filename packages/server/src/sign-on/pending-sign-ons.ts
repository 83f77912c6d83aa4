/**
 * Sign-ons that have begun. What the answer must fit travels in a cookie of the browser, sealed: nothing of it is held here,
 * so strangers who begin many take no memory, and only the browser that began one can end it.
 */
import { derivedKey, openText, sealText, type Deps } from '@windhover/services';
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
const place = 'sign-on';

export class PendingSignOns {
  readonly #deps: Pick<Deps, 'clock' | 'ids'>;
  readonly #key: Uint8Array;
  /** States that were answered, and when they would have ended anyway. */
  readonly #used = new Map<string, number>();

  /** With a key of the instance every server of it can end what another began, and a restart ends none. */
  constructor(deps: Pick<Deps, 'clock' | 'ids' | 'settings'>) {
    this.#deps = deps;
    const { encryptionKey } = deps.settings;
    this.#key = encryptionKey === undefined ? deps.ids.random(32) : derivedKey(encryptionKey, 'single sign-on');
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
    const now = this.#deps.clock.now();
    if (pending.expiresAt <= now || this.#used.has(pending.state)) return undefined;
    this.#forgetEnded(now);
    this.#used.set(pending.state, pending.expiresAt);
    return pending;
  }

  /** In the order of their answers: none is kept for longer than one life after its own. */
  #forgetEnded(now: number): void {
    for (const [state, expiresAt] of this.#used) {
      if (expiresAt > now) return;
      this.#used.delete(state);
    }
  }

  #seal(value: Sealed): string {
    return sealText(this.#key, place, JSON.stringify(value));
  }

  #open(cookie: string): Sealed | undefined {
    try {
      return JSON.parse(openText(this.#key, place, cookie)) as Sealed;
    } catch {
      return undefined; // another key's, or altered: as good as none
    }
  }
}
