import type { PureFunction } from '../call-environment.ts';
import { compareNumbers } from '../values/comparison.ts';
import { classNameOf } from '../values/class-name.ts';
import { isNumber } from '../values/number-kind.ts';
import type { NumberValue } from '../values/number-kind.ts';
import { ValueError } from '../values/value-error.ts';

/** Of equal ones the first, in its own kind; nulls do not count, and without any number it is null. */
function extreme(name: string, direction: 1 | -1): PureFunction {
  return (args) => {
    let best: NumberValue | null = null;
    for (const value of args) {
      if (value === null) continue;
      if (!isNumber(value)) throw new ValueError(`'${name}' takes numbers only, but got a ${classNameOf(value)}`);
      if (best === null || compareNumbers(value, best) * direction > 0) best = value;
    }
    return best;
  };
}

export const max = extreme('max', 1);
export const min = extreme('min', -1);
