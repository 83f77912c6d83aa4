import type { Conflict, WriteOp } from '@windhover/ports';
import type { Deps } from '../deps.ts';

export interface GatheredWrites {
  /** For a use case: what it writes and publishes is held back. None of it can be read before the commit. */
  readonly deps: Deps;
  /** Commits all of it with `others`, which come first, then publishes. Rejects as `Store.write`; nothing is published then. */
  commit(others: readonly WriteOp[]): Promise<void>;
}

/**
 * Lets a use case go on to its answer before what it has written is committed, so that both are committed together.
 * `refusal` is what an earlier attempt's commit was refused with: the first write is refused with it, as it would have been
 * at once, and the use case says in its own words what that means or begins again.
 */
export function gatherWrites(deps: Deps, refusal: Conflict | undefined): GatheredWrites {
  const { store, transport } = deps;
  const gathered: WriteOp[] = [];
  const published: (() => void)[] = [];
  let refusedWith = refusal;
  const write = async (operations: readonly WriteOp[]): Promise<void> => {
    if (refusedWith !== undefined) {
      const first = refusedWith;
      refusedWith = undefined;
      throw first;
    }
    gathered.push(...operations);
  };
  const publish = (topic: string, message: unknown): void => {
    published.push(() => transport.publish(topic, message));
  };
  return {
    deps: {
      ...deps,
      store: { ...store, write },
      transport: { ...transport, publish },
      // A revision that is not stored yet is nothing to remember
      flowCache: undefined,
    },
    async commit(others) {
      await store.write([...others, ...gathered]);
      for (const each of published) each();
    },
  };
}
