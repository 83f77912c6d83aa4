/** Parsed revisions in memory. A revision never changes, so nothing in here goes stale; what was unused longest goes first. */
import type { LoadedFlow } from '@windhover/model';

/** A thousand flows of 100 lines; in memory about ten times as much. */
const defaultLimit = 4 * 1024 * 1024;

interface Entry {
  readonly loaded: LoadedFlow;
  readonly size: number;
}

export class FlowCache {
  readonly #entries = new Map<string, Entry>();
  readonly #limit: number;
  #size = 0;

  /** `limit` is in characters of source, over all tenants. */
  constructor(limit: number = defaultLimit) {
    this.#limit = limit;
  }

  get(key: string): LoadedFlow | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.loaded;
  }

  set(key: string, loaded: LoadedFlow, size: number): void {
    const before = this.#entries.get(key);
    if (before !== undefined) this.#size -= before.size;
    this.#entries.delete(key);
    this.#entries.set(key, { loaded, size });
    this.#size += size;
    for (const [oldest, entry] of this.#entries) {
      if (this.#size <= this.#limit || oldest === key) break;
      this.#entries.delete(oldest);
      this.#size -= entry.size;
    }
  }
}
