/**
 * Order where it matters, and only there: works that share a lane take effect in the order of the calls, all others side
 * by side.
 */
interface Tail {
  /** Of the last work on the lane and of those that it did not wait for. */
  readonly ended: Promise<void>;
  readonly keepsOrder: boolean;
}

export class Lanes {
  readonly #tails = new Map<string, Tail>();

  /** Begins once everything that was asked for before on any of the lanes has ended, one way or another. */
  run<T>(lanes: readonly string[], work: () => Promise<T>): Promise<T> {
    return this.#run(lanes, work, false);
  }

  /** As `run`, for work that keeps its order by itself with all others of its kind: it does not wait for those. */
  follow<T>(lanes: readonly string[], work: () => Promise<T>): Promise<T> {
    return this.#run(lanes, work, true);
  }

  /** Resolves when nothing that was asked for so far, or is meanwhile, is under way. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all([...this.#tails.values()].map(({ ended }) => ended));
  }

  #run<T>(lanes: readonly string[], work: () => Promise<T>, keepsOrder: boolean): Promise<T> {
    const before = new Set(lanes.flatMap((lane) => this.#tails.get(lane) ?? []));
    const awaited = [...before].filter((tail) => !(keepsOrder && tail.keepsOrder)).map(({ ended }) => ended);
    const result = awaited.length === 0 ? work() : Promise.all(awaited).then(work);
    const ended = Promise.allSettled([result, ...[...before].map((tail) => tail.ended)]).then(() => {
      for (const lane of lanes) if (this.#tails.get(lane) === tail) this.#tails.delete(lane);
    });
    const tail: Tail = { ended, keepsOrder: keepsOrder && awaited.length === 0 };
    for (const lane of lanes) this.#tails.set(lane, tail);
    return result;
  }
}
