/**
 * Values that are at most a second old. A change that was announced drops them at once; the second is the bound when
 * an announcement is lost between servers.
 */
const freshMs = 1_000;
const maxEntries = 10_000;

export class FreshCache<Value> {
  readonly #now: () => number;
  readonly #entries = new Map<string, { readonly value: Promise<Value>; readonly loadedAt: number }>();

  /** `now` never steps. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The cached value, or what `load` gives. A load that fails is not kept. */
  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const now = this.#now();
    const entry = this.#entries.get(key);
    if (entry !== undefined && now - entry.loadedAt < freshMs) return entry.value;
    if (this.#entries.size >= maxEntries) this.#entries.clear(); // refilled within a second; simpler than order of use
    const value = load();
    this.#entries.set(key, { value, loadedAt: now });
    value.catch(() => {
      if (this.#entries.get(key)?.value === value) this.#entries.delete(key);
    });
    return value;
  }

  /** Drops the entries whose key begins with the prefix; loads under way are not kept either. */
  drop(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
