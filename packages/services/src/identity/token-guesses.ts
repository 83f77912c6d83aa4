/** Tokens that are none, by the address that they come from: programs repeat one that has ended, who guesses tries others. */
import { TooManyRequests } from '@windhover/model';
import { RateLimiter, type Rate } from '../limits/rate-limiter.ts';

const guesses: Rate = { maxRequests: 100, windowMs: 300_000 };
const maxAddresses = 10_000;

export class TokenGuesses {
  readonly #limiter = new RateLimiter(guesses);
  /** The last one of each address, by its hash. */
  readonly #last = new Map<string, string>();

  /** Throws {@link TooManyRequests} for an address that has tried too many. */
  record(address: string, hash: string, now: number): void {
    if (this.#last.get(address) === hash) return;
    this.#last.delete(address);
    this.#last.set(address, hash);
    if (this.#last.size > maxAddresses) this.#last.delete(this.#last.keys().next().value!);
    const waitMs = this.#limiter.take(address, now);
    if (waitMs === 0) return;
    const reason = 'too many wrong tokens from this address';
    throw new TooManyRequests({ reason, retryAfterSeconds: Math.ceil(waitMs / 1_000) });
  }
}
