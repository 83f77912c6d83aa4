/** How often each of many may do something: in any window at most so many times. Kept in memory, a number each. */
export interface Rate {
  /** 0 sets no limit. */
  readonly maxRequests: number;
  readonly windowMs: number;
}

/** Whoever comes beyond it makes room by pushing out the one that was asked about first. */
const maxKeys = 50_000;

/**
 * The generic cell rate algorithm: requests may come in one burst of a whole window's, and have to be as far apart as the
 * rate says from then on.
 */
export class RateLimiter {
  readonly #rate: Rate;
  /** When the last request taken would have come, had all been evenly spaced. */
  readonly #paidUntil = new Map<string, number>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  get rate(): Rate {
    return this.#rate;
  }

  /** After how many milliseconds there is room for one more; 0 when there is now. */
  wait(key: string, now: number): number {
    const { maxRequests, windowMs } = this.#rate;
    if (maxRequests === 0) return 0;
    const waitMs = this.#paid(key, now) + windowMs / maxRequests - windowMs - now;
    // Sums of fractions are off by less than this
    return waitMs > 1e-6 ? waitMs : 0;
  }

  /** Takes one at `now`, unless there is no room: answers as `wait` does. */
  take(key: string, now: number): number {
    const { maxRequests, windowMs } = this.#rate;
    const waitMs = this.wait(key, now);
    if (waitMs > 0 || maxRequests === 0) return waitMs;
    const paidUntil = this.#paid(key, now) + windowMs / maxRequests;
    this.#paidUntil.delete(key);
    this.#paidUntil.set(key, paidUntil);
    if (this.#paidUntil.size > maxKeys) this.#paidUntil.delete(this.#paidUntil.keys().next().value!);
    return 0;
  }

  #paid(key: string, now: number): number {
    return Math.max(this.#paidUntil.get(key) ?? 0, now);
  }
}
