import { calculate } from './arithmetic.ts';
import { Character } from './boxed.ts';
import { javaEquals } from './equality.ts';
import { javaText } from './java-text.ts';

/** `+`: texts are joined, lists grow by an item or by all items of a collection, numbers are added. */
export function plus(a: unknown, b: unknown): unknown {
  // the ordinary case, an integer of the context and one of the template, without looking at kinds
  if (typeof a === 'number' && typeof b === 'bigint' && (a | 0) === a) return BigInt.asIntN(64, BigInt(a) + b);
  if (typeof a === 'string' || typeof b === 'string') return javaText(a) + javaText(b);
  if (a instanceof Character || b instanceof Character) return javaText(a) + javaText(b);
  if (Array.isArray(a)) {
    const items: readonly unknown[] = a;
    if (Array.isArray(b)) return items.concat(b);
    return b instanceof Set ? [...items, ...b] : [...items, b];
  }
  return calculate('+', a, b);
}

/** `-`: a list without the first equal item, or without all items of a collection; else numbers. */
export function minus(a: unknown, b: unknown): unknown {
  if (!Array.isArray(a)) return calculate('-', a, b);
  const items: readonly unknown[] = a;
  if (Array.isArray(b) || b instanceof Set) {
    const removed: readonly unknown[] = [...b];
    return items.filter((item) => !removed.some((other) => javaEquals(item, other)));
  }
  const index = items.findIndex((item) => javaEquals(item, b));
  return index === -1 ? [...items] : items.toSpliced(index, 1);
}
