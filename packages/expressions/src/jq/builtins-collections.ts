import { chargeSearch } from '../text/charge-search.ts';
import { codePoints } from '../text/code-points.ts';
import { isNumber, toNumber } from '../values/number-kind.ts';
import { entriesOf, getKey, hasKey, isMap, keysOf, mapOf } from '../values/plain-map.ts';
import { operate } from './jq-arithmetic.ts';
import type { BuiltinValue } from './builtins-values.ts';
import { chargeTexts } from './charge-size.ts';
import { deletePaths, indexesOf, updatePath } from './jq-paths.ts';
import { compareJq, describe, entryCount, isTruthy, jqText, sortedKeys, toJq } from './jq-values.ts';
import { jqFailure } from './machine.ts';
import type { Machine } from './machine.ts';

export const collectionBuiltins: Readonly<Record<string, BuiltinValue>> = {
  'length/0': (input) => {
    if (typeof input === 'string') return codePoints(input).length;
    if (isNumber(input)) return Math.abs(toNumber(input));
    if (typeof input === 'boolean') throw jqFailure(`${describe(input)} has no length`);
    return entryCount(input);
  },
  'keys/0': (input) => keysOfAny(input, true),
  'keys_unsorted/0': (input) => keysOfAny(input, false),
  'has/1': (input, [key]) => {
    if (isMap(input) && typeof key === 'string') return hasKey(input, key);
    if (Array.isArray(input) && isNumber(key)) return toNumber(key) >= 0 && toNumber(key) < input.length;
    throw jqFailure(`Cannot check whether ${describe(input)} has a key of that type`);
  },
  'contains/1': (input, [part], env) => containsJq(input, part, env.machine),
  'inside/1': (input, [whole], env) => containsJq(whole, input, env.machine),
  'add/0': (input, _, env) => {
    const items = Array.isArray(input) ? input : isMap(input) ? entriesOf(input).map(([, value]) => value) : undefined;
    if (items === undefined) throw jqFailure(`Cannot iterate over ${describe(input)}`);
    chargeTexts(env.machine, items);
    if (items.every((item) => typeof item === 'string') && items.length > 0) return items.join('');
    if (items.length > 1 && items.every((item) => Array.isArray(item))) {
      env.machine.charge(items.length);
      return items.flat();
    }
    return items.reduce((sum: unknown, item: unknown) => operate('+', sum, toJq(item), env.machine), null);
  },
  'flatten/0': (input, _, env) => flatten(input, 1000, env.machine),
  'flatten/1': (input, [depth], env) => {
    const levels = isNumber(depth) ? toNumber(depth) : Number.NaN;
    if (!(levels >= 0)) throw jqFailure('flatten depth must not be negative');
    return flatten(input, levels, env.machine);
  },
  'sort/0': (input) => sorted(input),
  'min/0': (input) => sorted(input)[0] ?? null,
  'max/0': (input) => sorted(input).at(-1) ?? null,
  'unique/0': (input) =>
    sorted(input).filter((item, index, all) => index === 0 || compareJq(item, all[index - 1]) !== 0),
  'reverse/0': (input) => {
    if (typeof input === 'string') return codePoints(input).reverse().join('');
    if (input === null) return [];
    return needList(input, 'reversed').toReversed();
  },
  'transpose/0': (input) => {
    const rows = needList(input, 'transposed').map((row) => needList(row, 'transposed'));
    const width = Math.max(0, ...rows.map((row) => row.length));
    return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null));
  },
  'to_entries/0': (input) => {
    if (!isMap(input)) throw jqFailure(`${describe(input)} has no keys`);
    return entriesOf(input).map(([key, value]) =>
      mapOf([
        ['key', key],
        ['value', toJq(value)],
      ]),
    );
  },
  'from_entries/0': (input) =>
    mapOf(needList(input, 'iterated over').map((entry): [string, unknown] => [entryKey(entry), entryValue(entry)])),
  'delpaths/1': (input, [paths]) =>
    deletePaths(
      input,
      needList(paths, 'used as paths').map((path) => needList(path, 'used as a path')),
    ),
  'setpath/2': (input, [path, value]) => {
    if (!Array.isArray(path)) throw jqFailure('Path must be specified as an array');
    return updatePath(input, path, () => value);
  },
  'indices/1': (input, [part], env) => {
    if (input === null || part === null) return null;
    if (typeof input === 'string' && typeof part === 'string') return textIndexes(input, part, env.machine);
    if (Array.isArray(input)) return indexesOf(input, Array.isArray(part) ? part : [part]);
    throw jqFailure(`Cannot determine indices of ${describe(input)}`);
  },
  'bsearch/1': (input, [target]) => {
    const items = needList(input, 'searched');
    let low = 0;
    let high = items.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compareJq(toJq(items[middle]), target);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1 - low;
  },
  'join/1': (input, [separator], env) => {
    const items = needList(input, 'iterated over').map((item) => toJq(item));
    if (items.length === 0) return '';
    if (typeof separator !== 'string') throw jqFailure(`${describe(separator)} cannot join`);
    chargeTexts(env.machine, items, separator);
    const bad = items.find((item) => Array.isArray(item) || isMap(item));
    if (bad !== undefined) throw jqFailure(`string and ${describe(bad)} cannot be added`);
    return items.map((item) => (item === null ? '' : jqText(item))).join(separator);
  },
};

function keysOfAny(input: unknown, isSorted: boolean): unknown[] {
  if (Array.isArray(input)) return [...input.keys()];
  if (!isMap(input)) throw jqFailure(`${describe(input)} has no keys`);
  return isSorted ? sortedKeys(input) : keysOf(input);
}

export function needList(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw jqFailure(`${describe(value)} cannot be ${what}, as it is not an array`);
}

function sorted(input: unknown): unknown[] {
  return needList(input, 'sorted')
    .map((item) => toJq(item))
    .sort((a, b) => compareJq(a, b));
}

function flatten(input: unknown, depth: number, machine: Machine): unknown[] {
  const items = isMap(input) ? entriesOf(input).map(([, value]) => value) : needList(input, 'flattened');
  machine.charge(1 + items.length);
  return items.flatMap((item) => (Array.isArray(item) && depth > 0 ? flatten(item, depth - 1, machine) : [toJq(item)]));
}

function containsJq(whole: unknown, part: unknown, machine: Machine, depth = 0): boolean {
  machine.charge(1);
  if (depth > 200) throw jqFailure('the data is nested too deeply');
  if (isMap(whole) && isMap(part)) {
    return entriesOf(part).every(
      ([key, value]) => hasKey(whole, key) && containsJq(toJq(getKey(whole, key)), toJq(value), machine, depth + 1),
    );
  }
  if (Array.isArray(whole) && Array.isArray(part)) {
    return part.every((item) => whole.some((other) => containsJq(toJq(other), toJq(item), machine, depth + 1)));
  }
  if (typeof whole === 'string' && typeof part === 'string') {
    chargeSearch(machine, whole, part);
    return whole.includes(part);
  }
  const sameType = typeof whole === typeof part || (isNumber(whole) && isNumber(part));
  if (sameType || depth > 0) return compareJq(whole, part) === 0;
  throw jqFailure(`${describe(whole)} and ${describe(part)} cannot have their containment checked`);
}

/** In code points; occurrences may overlap. */
function textIndexes(text: string, part: string, machine: Machine): number[] | null {
  if (part === '') return null;
  chargeSearch(machine, text, part);
  const found: number[] = [];
  let units = 0;
  let points = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    points += codePoints(text.slice(units, at)).length;
    units = at;
    found.push(points);
    machine.charge(1 + (part.length >> 6));
  }
  return found;
}

function entryKey(entry: unknown): string {
  if (!isMap(entry)) throw jqFailure(`Cannot index ${describe(entry)} with "key"`);
  for (const name of ['key', 'k', 'name', 'Name', 'Key', 'K']) {
    const key: unknown = toJq(getKey(entry, name));
    if (!isTruthy(key) && key !== false) continue;
    if (typeof key === 'string' || isNumber(key) || typeof key === 'boolean') return jqText(key);
    throw jqFailure(`Cannot use ${describe(key)} as object key`);
  }
  return 'null';
}

function entryValue(entry: unknown): unknown {
  if (!isMap(entry)) return null;
  for (const name of ['value', 'v', 'Value', 'V']) if (hasKey(entry, name)) return toJq(getKey(entry, name));
  return null;
}
