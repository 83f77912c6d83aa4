/** Several who must all have come this far before any goes on. */
export interface Barrier {
  /** Resolves once all have come; at once for who comes again. */
  pass(who: number): Promise<void>;
}

export function createBarrier(count: number): Barrier {
  const { promise, resolve } = Promise.withResolvers<void>();
  const come = new Set<number>();
  return {
    pass(who) {
      come.add(who);
      if (come.size === count) resolve();
      return promise;
    },
  };
}
