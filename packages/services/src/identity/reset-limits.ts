/** How often new passwords may be asked for: mail to an account after a pause, requests of an address so many in a window. */
import { TooManyRequests } from '@windhover/model';

export interface ResetLimitSettings {
  /** Between two mails to one account. */
  readonly cooldownMs: number;
  /** Of one address. */
  readonly maxRequests: number;
  readonly windowMs: number;
}

const maxKept = 10_000;

/** In memory: a restart forgets. */
export class ResetLimits {
  readonly #settings: ResetLimitSettings;
  readonly #mailedAt = new Map<string, number>();
  readonly #requests = new Map<string, { since: number; count: number }>();

  constructor(settings: ResetLimitSettings) {
    this.#settings = settings;
  }

  /** Throws {@link TooManyRequests} beyond the limit; what is refused does not count. */
  countAddress(address: string, now: number): void {
    const { windowMs, maxRequests } = this.#settings;
    const known = this.#requests.get(address);
    if (known === undefined || now - known.since >= windowMs) {
      keep(this.#requests, address, { since: now, count: 1 });
      return;
    }
    if (known.count >= maxRequests) {
      const retryAfterSeconds = Math.ceil((known.since + windowMs - now) / 1000);
      throw new TooManyRequests({
        reason: 'too many requests for a new password from this address',
        retryAfterSeconds,
      });
    }
    known.count += 1;
  }

  /** Whether the account's pause is over; begins the next. */
  mayMail(userId: string, now: number): boolean {
    const last = this.#mailedAt.get(userId);
    if (last !== undefined && now - last < this.#settings.cooldownMs) return false;
    keep(this.#mailedAt, userId, now);
    return true;
  }
}

/** The oldest goes first. */
function keep<Value>(entries: Map<string, Value>, key: string, value: Value): void {
  entries.delete(key);
  if (entries.size >= maxKept) entries.delete(entries.keys().next().value!);
  entries.set(key, value);
}
