import { compareDecimals } from './big-decimal.ts';
import { BigDecimal, Character, InstantValue } from './boxed.ts';
import { isIntegral, isNumber, kindOf, toBigInt, toNumber } from './number-kind.ts';
import type { NumberValue } from './number-kind.ts';
import { getKey, hasKey, isMap, keysOf, sizeOf } from './plain-map.ts';
import { Walk } from './walk.ts';

const deepestData = 500;

/** `==`: numbers by value across kinds, everything else as Java's `equals`. */
export function looselyEquals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return numbersEqual(a, b);
  return javaEquals(a, b);
}

/** Java's `equals`: numbers of another kind differ, lists and maps item by item. */
export function javaEquals(a: unknown, b: unknown, depth = 0, walk?: Walk): boolean {
  walk?.step();
  if (a === b) return true;
  if (a === null || b === null || a === undefined || b === undefined || depth > deepestData) return false;
  if (isNumber(a)) return isNumber(b) && kindOf(a) === kindOf(b) && numbersEqual(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && listsEqual(a, b, depth, walk ?? new Walk());
  if (a instanceof Character) return b instanceof Character && a.value === b.value;
  if (a instanceof InstantValue) return b instanceof InstantValue && a.epochNanoseconds === b.epochNanoseconds;
  if (a instanceof Set) return b instanceof Set && a.size === b.size && [...a].every((item) => b.has(item));
  if (!isMap(a) || !isMap(b) || sizeOf(a) !== sizeOf(b)) return false;
  const shared = walk ?? new Walk();
  return keysOf(a).every((key) => hasKey(b, key) && javaEquals(getKey(a, key), getKey(b, key), depth + 1, shared));
}

function numbersEqual(a: NumberValue, b: NumberValue): boolean {
  if (a instanceof BigDecimal && b instanceof BigDecimal) return compareDecimals(a, b) === 0;
  if (isIntegral(a) && isIntegral(b)) return toBigInt(a) === toBigInt(b);
  return toNumber(a) === toNumber(b);
}

function listsEqual(a: readonly unknown[], b: readonly unknown[], depth: number, walk: Walk): boolean {
  return a.length === b.length && a.every((item, index) => javaEquals(item, b[index], depth + 1, walk));
}
