/**
 * Failed logins: a name that fails too often is locked for a while, an address that fails far more often is refused.
 * Unknown names count like known ones. Kept in memory: a restart unlocks.
 */
import type { ServiceSettings } from '../deps.ts';
import { FailedAddresses } from './failed-addresses.ts';

const maxNames = 10_000;

interface Failures {
  count: number;
  since: number;
  lockedUntil: number;
}

export class LoginAttempts {
  readonly #settings: ServiceSettings['lockOut'];
  readonly #names = new Map<string, Failures>();
  readonly #addresses = new FailedAddresses();

  constructor(settings: ServiceSettings['lockOut']) {
    this.#settings = settings;
  }

  isLocked(username: string, now: number): boolean {
    return (this.#names.get(username.toLowerCase())?.lockedUntil ?? 0) > now;
  }

  /** Throws `TooManyRequests` while the address has failed too often. */
  checkAddress(address: string, now: number): void {
    this.#addresses.check(address, now);
  }

  /** Whether this failure is the one that locks the name. */
  recordFailure(username: string, address: string | undefined, now: number): boolean {
    if (address !== undefined) this.#addresses.record(address, now);
    const failures = count(this.#names, username.toLowerCase(), this.#settings.windowMs, now);
    if (failures.count < this.#settings.threshold || failures.lockedUntil > now) return false;
    failures.lockedUntil = now + this.#settings.lockMs;
    return true;
  }

  /** A password was set, or the right one was given: the name starts anew. */
  forget(username: string): void {
    this.#names.delete(username.toLowerCase());
  }
}

function count(entries: Map<string, Failures>, key: string, windowMs: number, now: number): Failures {
  const known = entries.get(key);
  if (known !== undefined && (now - known.since < windowMs || known.lockedUntil > now)) {
    known.count += 1;
    return known;
  }
  // The oldest name goes first when someone tries names without end
  if (entries.size >= maxNames) entries.delete(entries.keys().next().value!);
  const failures = { count: 1, since: now, lockedUntil: 0 };
  entries.set(key, failures);
  return failures;
}
