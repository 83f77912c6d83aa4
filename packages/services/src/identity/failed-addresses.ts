/** Addresses that wrong passwords come from: one that sends far too many is refused for a while. Kept in memory. */
import { TooManyRequests } from '@windhover/model';

const limit = 100;
const windowMs = 300_000;
const maxAddresses = 10_000;

export class FailedAddresses {
  readonly #failures = new Map<string, { count: number; readonly since: number }>();

  /** Throws {@link TooManyRequests} while the address has failed too often. `now` never steps. */
  check(address: string, now: number): void {
    const failures = this.#failures.get(address);
    if (failures === undefined || failures.count < limit || now - failures.since >= windowMs) return;
    const retryAfterSeconds = Math.ceil((failures.since + windowMs - now) / 1000);
    throw new TooManyRequests({ reason: 'too many failed logins from this address', retryAfterSeconds });
  }

  record(address: string, now: number): void {
    const known = this.#failures.get(address);
    if (known !== undefined && now - known.since < windowMs) {
      known.count += 1;
      return;
    }
    // Whoever has many addresses pushes out the oldest
    this.#failures.delete(address);
    if (this.#failures.size >= maxAddresses) this.#failures.delete(this.#failures.keys().next().value!);
    this.#failures.set(address, { count: 1, since: now });
  }
}
