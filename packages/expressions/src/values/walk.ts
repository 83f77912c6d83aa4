import { ValueError } from './value-error.ts';

/** Far more than outputs may hold; some tenths of a second of writing. */
const mostItems = 1_000_000;

/**
 * Bounds one walk over data that a template made. Lists may hold one list many times, which costs them nothing: what takes
 * a line to write down may take for ever to walk. Throws an error of kind `limit` for more than that, long texts included.
 */
export class Walk {
  #left = mostItems;

  step(): void {
    if (--this.#left < 0) throw tooMuch();
  }

  text(length: number): void {
    this.#left -= 1 + (length >> 5);
    if (this.#left < 0) throw tooMuch();
  }
}

function tooMuch(): ValueError {
  return new ValueError(`The data has more than ${mostItems} items`, 'limit');
}
