/** Who holds a place under a flow's concurrency limit, and who waits for one, oldest first. Derived from rows at load. */
import type { Held } from './held.ts';

export interface Slots {
  /** Takes a slot when one is free; else the execution waits in line if it may. */
  request(held: Held, limit: number, mayWait: boolean): boolean;
  /** Gives up a slot or a place in line; answers whether it held a slot. */
  release(held: Held): boolean;
  /** The execution that has waited longest, when a slot is free for it; it holds the slot from now on. */
  admitNext(held: Held, limit: number): Held | undefined;
  /** Held already, as its row says. */
  restore(held: Held): void;
  clear(): void;
}

interface Scope {
  readonly taken: Set<Held>;
  readonly waiting: Set<Held>;
}

export function createSlots(): Slots {
  const scopes = new Map<string, Scope>();
  const scopeOf = (held: Held): Scope => {
    const name = `${held.tenantKey}/${slotScope(held)}`;
    let scope = scopes.get(name);
    if (scope === undefined) scopes.set(name, (scope = { taken: new Set(), waiting: new Set() }));
    return scope;
  };
  return {
    request(held, limit, mayWait) {
      const { taken, waiting } = scopeOf(held);
      if (taken.has(held)) return true;
      if (taken.size < limit && waiting.size === 0) {
        taken.add(held);
        return true;
      }
      if (mayWait) waiting.add(held);
      return false;
    },
    release(held) {
      const { taken, waiting } = scopeOf(held);
      waiting.delete(held);
      return taken.delete(held);
    },
    admitNext(held, limit) {
      const { taken, waiting } = scopeOf(held);
      if (taken.size >= limit) return undefined;
      // In order of arrival; after a reload that is the order of creation.
      const next: Held | undefined = waiting.values().next().value;
      if (next === undefined) return undefined;
      waiting.delete(next);
      taken.add(next);
      return next;
    },
    restore(held) {
      scopeOf(held).taken.add(held);
    },
    clear: () => scopes.clear(),
  };
}

/** The flow, as slot rows name it. */
export function slotScope({ live: { flow } }: Held): string {
  return `flow/${flow.flow.namespace}/${flow.flow.id}`;
}
