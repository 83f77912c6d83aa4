/**
 * Order where it matters, and only there: works that share a lane take effect in the order of the calls, all others side
 * by side.
 */
export class Lanes {
  readonly #tails = new Map<string, Promise<void>>();

  /** Begins once everything that was asked for before on any of the lanes has ended, one way or another. */
  run<T>(lanes: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = lanes.flatMap((lane) => this.#tails.get(lane) ?? []);
    const result = before.length === 0 ? work() : Promise.all(before).then(work);
    const tail: Promise<void> = result.then(
      () => this.#clear(lanes, tail),
      () => this.#clear(lanes, tail),
    );
    for (const lane of lanes) this.#tails.set(lane, tail);
    return result;
  }

  /** Resolves when nothing that was asked for so far, or is meanwhile, is under way. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }

  #clear(lanes: readonly string[], tail: Promise<void>): void {
    for (const lane of lanes) if (this.#tails.get(lane) === tail) this.#tails.delete(lane);
  }
}
