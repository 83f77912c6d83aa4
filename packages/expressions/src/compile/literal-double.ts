import { double } from '../values/boxed.ts';

/** The Double of a literal, made when the template is compiled. */
export function literalDouble(value: number): unknown {
  return double(value);
}
