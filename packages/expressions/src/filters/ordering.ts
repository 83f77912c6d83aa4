import type { CallEnvironment, Filter } from '../call-environment.ts';
import { compareNumbers } from '../values/comparison.ts';
import { Character } from '../values/boxed.ts';
import { javaEquals } from '../values/equality.ts';
import { isNumber } from '../values/number-kind.ts';
import { ValueError } from '../values/value-error.ts';
import { isNull, nullStays } from './filter-input.ts';

export const sort: Filter = nullStays((input, _, environment) => sorted(input, 'sort', 1, environment));

export const rsort: Filter = nullStays((input, _, environment) => sorted(input, 'rsort', -1, environment));

export const reverse: Filter = nullStays((input, _, environment) => {
  if (!Array.isArray(input)) throw new ValueError("The 'reverse' filter can only be applied to lists");
  const items: readonly unknown[] = input;
  return inPlace(items, items.toReversed(), environment);
});

/** Null gives the text "null", as in the original. */
export const distinct: Filter = (input, _, environment) => {
  if (isNull(input)) return 'null';
  if (!Array.isArray(input)) throw new ValueError('Input must be a list');
  const kept: unknown[] = [];
  const scalars = new Set<unknown>();
  for (const item of input as readonly unknown[]) {
    const isScalar = typeof item !== 'object' || item === null;
    if (isScalar ? scalars.has(item) : kept.some((other) => javaEquals(item, other))) continue;
    environment.charge(isScalar ? 1 : 1 + kept.length);
    if (isScalar) scalars.add(item);
    kept.push(item);
  }
  return kept;
};

function sorted(input: unknown, filter: string, direction: 1 | -1, environment: CallEnvironment): unknown {
  if (!Array.isArray(input)) throw new ValueError(`Unsupported input type for ${filter} filter`);
  const items: readonly unknown[] = input;
  environment.charge(items.length);
  if (items.length === 1) return items;
  return inPlace(
    items,
    items.toSorted((a, b) => direction * order(a, b, filter)),
    environment,
  );
}

function inPlace(items: readonly unknown[], changed: readonly unknown[], environment: CallEnvironment): unknown {
  environment.replaceList(items, changed);
  return changed;
}

/** Natural order; texts by code unit. */
function order(a: unknown, b: unknown, filter: string): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Character && b instanceof Character) return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  throw new ValueError(`The '${filter}' filter cannot order items of different kinds, or lists, maps and null`);
}
