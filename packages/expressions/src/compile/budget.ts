import type { Limits } from '../limits.ts';
import { ValueError } from '../values/value-error.ts';

/** Rounds between two looks at the clock; a look costs as much as a few rounds. */
const roundsPerLook = 256;

/** What one rendering, with everything it renders within, may still spend. */
export class Budget {
  #steps: number;
  #rounds: number;
  #untilLook = roundsPerLook;
  #deadline: number;
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#steps = limits.steps;
    this.#rounds = limits.loopRounds;
    this.#deadline = performance.now() + limits.timeMs;
  }

  charge(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw new ValueError(`The template takes more than ${this.#limits.steps} steps`, 'limit');
    // What costs much may take long by itself
    this.#untilLook -= 1 + (steps >> 8);
    if (this.#untilLook < 0) this.#look();
  }

  /** One round of a loop whose body has that many parts. */
  chargeRound(size: number): void {
    if (--this.#rounds < 0) {
      throw new ValueError(`The loops take more than ${this.#limits.loopRounds} rounds`, 'limit');
    }
    this.charge(size);
  }

  /** The time spent waiting for others does not count. */
  resume(): void {
    this.#deadline = performance.now() + this.#limits.timeMs;
  }

  #look(): void {
    this.#untilLook = roundsPerLook;
    if (performance.now() > this.#deadline) {
      throw new ValueError(`The template takes longer than ${this.#limits.timeMs} ms`, 'limit');
    }
  }
}
