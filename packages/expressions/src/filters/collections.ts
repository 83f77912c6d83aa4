import type { Filter } from '../call-environment.ts';
import { isNumber, kindOf } from '../values/number-kind.ts';
import { entriesOf, isMap, keysOf, mapOf, sizeOf, valuesOf } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';
import { collectionItems, integerArgument, isNull, nullStays } from './filter-input.ts';

export const length: Filter = (input) => {
  if (typeof input === 'string') return input.length;
  const items = Array.isArray(input) ? input.length : input instanceof Set ? input.size : undefined;
  return items ?? (isMap(input) ? sizeOf(input) : 0);
};

/** A set, so that `keys | sort` fails as in the original. */
export const keys: Filter = nullStays((input) => {
  if (isMap(input)) return new Set(keysOf(input));
  if (Array.isArray(input)) return new Set(input.keys());
  throw new ValueError("'keys' filter can only be applied to List, Map, Array. Actual type was: something else");
});

export const values: Filter = nullStays((input) => {
  if (!isMap(input)) throw new ValueError("'values' filter can only be applied to Map.");
  return valuesOf(input);
});

export const flatten: Filter = nullStays((input) => {
  const items = collectionItems(input);
  if (items === undefined) throw new ValueError("The 'flatten' filter can only be applied to lists.");
  return items.flatMap((item) => collectionItems(item) ?? [item]);
});

export const chunk: Filter = nullStays((input, [size]) => {
  if (isNull(size)) throw new ValueError("'chunk' filter expects an argument 'size'.");
  if (!Array.isArray(input)) throw new ValueError("'chunk' filter can only be applied to List.");
  // the original takes a Long only, which a number of the context is not
  if (!isNumber(size) || kindOf(size) !== 'Long') throw new ValueError("'chunk' filter expects a Long as 'size'.");
  const count = integerArgument(size, 'chunk', 'size');
  if (count <= 0) throw new ValueError("The argument 'size' of 'chunk' must be greater than zero.");
  const chunks: unknown[][] = [];
  for (let at = 0; at < input.length; at += count) chunks.push(input.slice(at, at + count));
  return chunks;
});

export const slice: Filter = nullStays((input, [fromIndex, toIndex]) => {
  if (typeof input !== 'string' && !Array.isArray(input)) {
    throw new ValueError('Slice filter can only be applied to String, List and array inputs.');
  }
  const from = isNull(fromIndex) ? 0 : integerArgument(fromIndex, 'slice', 'fromIndex');
  const to = isNull(toIndex) ? input.length : integerArgument(toIndex, 'slice', 'toIndex');
  if (from < 0) throw new ValueError('fromIndex must be greater than 0');
  if (to > input.length) throw new ValueError(`toIndex must be smaller than input size: ${input.length}`);
  // an empty part is only what nobody asked for
  if (from > to || (from === to && !isNull(toIndex))) throw new ValueError('toIndex must be greater than fromIndex');
  return input.slice(from, to);
});

export const merge: Filter = (input, [items]) => {
  if (isNull(input) && isNull(items)) throw new ValueError('The two arguments to be merged are null');
  if (isNull(items)) return input;
  if (isNull(input)) return items;
  if (isMap(input)) {
    const added = isMap(items)
      ? entriesOf(items)
      : Array.isArray(items)
        ? items.map((item) => [item, item] as const)
        : undefined;
    if (added === undefined) throw new ValueError('Currently, only Maps and Lists can be merged with a Map');
    return mapOf([...entriesOf(input), ...added]);
  }
  if (!Array.isArray(input)) throw new ValueError('The object being filtered is not a Map/List/Array');
  if (isMap(items)) return [...(input as unknown[]), ...entriesOf(items).map((entry) => mapOf([entry]))];
  if (Array.isArray(items)) return (input as unknown[]).concat(items);
  throw new ValueError('Currently, only Maps and Lists can be merged with a List');
};
