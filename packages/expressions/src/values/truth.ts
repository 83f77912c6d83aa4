import { Character } from './boxed.ts';
import { isNumber, toNumber } from './number-kind.ts';
import { ValueError } from './value-error.ts';

/** Booleans as they are, numbers true unless 0 or NaN, texts unless empty; lists, maps and null are a ValueError. */
export function isTrue(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value !== '';
  if (isNumber(value)) {
    const number = toNumber(value);
    return number !== 0 && !Number.isNaN(number);
  }
  if (value instanceof Character) return true;
  throw new ValueError(value === null ? 'null is neither true nor false' : 'A list or map is neither true nor false');
}
