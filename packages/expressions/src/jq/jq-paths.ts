import { codePoints } from '../text/code-points.ts';
import { isNumber, toNumber } from '../values/number-kind.ts';
import { entriesOf, getKey, hasKey, isMap, mapOf } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';
import { jqFailure } from './machine.ts';
import { compareJq, describe, toJq, typeOf } from './jq-values.ts';

const longestList = 1_000_000;
/** Finding one list within another may compare each item of one with each of the other. */
const mostComparisons = 4_000_000;

/** `value[key]`: null where there is nothing. */
export function indexValue(value: unknown, key: unknown): unknown {
  if (isMap(value) && typeof key === 'string') return toJq(getKey(value, key) ?? null);
  if (Array.isArray(value) && isNumber(key)) {
    const index = Math.floor(toNumber(key));
    return toJq((value as unknown[])[index < 0 ? value.length + index : index] ?? null);
  }
  if (value === null && (typeof key === 'string' || isNumber(key) || key === null || isMap(key))) return null;
  if (isMap(key) && (Array.isArray(value) || typeof value === 'string')) {
    return sliceValue(value, toJq(getKey(key, 'start') ?? null), toJq(getKey(key, 'end') ?? null));
  }
  if (Array.isArray(value) && Array.isArray(key)) return indexesOf(value, key);
  if (typeof key === 'string') throw jqFailure(`Cannot index ${typeOf(value)} with "${key}"`);
  throw jqFailure(`Cannot index ${typeOf(value)} with ${typeOf(key)}`);
}

/** `value[from:to]`; texts count in code points. */
export function sliceValue(value: unknown, from: unknown, to: unknown): unknown {
  if (value === null) return null;
  const items = typeof value === 'string' ? codePoints(value) : value;
  if (!Array.isArray(items)) throw jqFailure(`Cannot index ${typeOf(value)} with object`);
  const [start, end] = sliceBounds(items.length, from, to);
  const part = items.slice(start, Math.max(start, end));
  return typeof value === 'string' ? part.join('') : part;
}

function sliceBounds(length: number, from: unknown, to: unknown): [number, number] {
  for (const bound of [from, to]) {
    if (bound !== null && !isNumber(bound)) throw jqFailure('Start and end indices of an array slice must be numbers');
  }
  const place = (bound: unknown, fallback: number, round: (value: number) => number) => {
    if (!isNumber(bound)) return fallback;
    const at = round(toNumber(bound));
    return Math.min(Math.max(at < 0 ? length + at : at, 0), length);
  };
  return [place(from, 0, Math.floor), place(to, length, Math.ceil)];
}

/** Where a list occurs in another. */
export function indexesOf(list: readonly unknown[], part: readonly unknown[]): number[] {
  if (part.length === 0) return [];
  if (list.length * part.length > mostComparisons)
    throw new ValueError('The lists are too long to be searched', 'limit');
  const found: number[] = [];
  for (let at = 0; at + part.length <= list.length; at++) {
    if (part.every((item, i) => compareJq(toJq(item), toJq(list[at + i])) === 0)) found.push(at);
  }
  return found;
}

export function getPath(value: unknown, keys: readonly unknown[]): unknown {
  let at = value;
  for (const key of keys) {
    if (at === null) return null;
    at = indexValue(at, key);
  }
  return at;
}

/** A copy with what lies at the path changed. */
export function updatePath(
  value: unknown,
  keys: readonly unknown[],
  change: (old: unknown) => unknown,
  from = 0,
): unknown {
  if (from === keys.length) return change(value);
  const key = keys[from];
  const inner = (old: unknown) => updatePath(old, keys, change, from + 1);
  if (isMap(key) && (value === null || Array.isArray(value))) return updateSlice(value ?? [], key, inner);
  if (typeof key === 'string' && (value === null || isMap(value))) {
    const entries = value === null ? [] : entriesOf(value);
    const changed = inner(value === null ? null : toJq(getKey(value, key) ?? null));
    return mapOf([...entries, [key, changed]]);
  }
  if (isNumber(key) && (value === null || Array.isArray(value))) return updateItem(value ?? [], toNumber(key), inner);
  throw typeof key === 'string'
    ? jqFailure(`Cannot index ${typeOf(value)} with "${key}"`)
    : jqFailure(`Cannot index ${typeOf(value)} with ${typeOf(key)}`);
}

function updateItem(list: readonly unknown[], key: number, change: (old: unknown) => unknown): unknown {
  const index = key < 0 ? list.length + Math.floor(key) : Math.floor(key);
  if (index < 0) throw jqFailure('Out of bounds negative array index');
  if (index > longestList) throw jqFailure('Array index too large');
  const copy = [...list];
  while (copy.length < index) copy.push(null);
  copy[index] = change(toJq(list[index] ?? null));
  return copy;
}

function updateSlice(list: unknown, key: unknown, change: (old: unknown) => unknown): unknown {
  const items = list as readonly unknown[];
  const slice = key as Parameters<typeof getKey>[0];
  const [start, end] = sliceBounds(items.length, getKey(slice, 'start') ?? null, getKey(slice, 'end') ?? null);
  const changed = change(items.slice(start, Math.max(start, end)));
  if (!Array.isArray(changed)) throw jqFailure('A slice of an array can only be assigned another array');
  return [...items.slice(0, start), ...(changed as unknown[]), ...items.slice(Math.max(start, end))];
}

/** A copy without what lies at the paths; the last ones go first, so that indexes stay right. */
export function deletePaths(value: unknown, paths: readonly (readonly unknown[])[]): unknown {
  const ordered = [...paths].sort((a, b) => compareJq(b, a));
  return ordered.reduce((rest: unknown, keys) => deletePath(rest, keys), value);
}

function deletePath(value: unknown, keys: readonly unknown[]): unknown {
  if (keys.length === 0 || value === null) return null;
  const [key, ...rest] = keys;
  if (rest.length > 0) {
    const isThere = isMap(value) && typeof key === 'string' ? hasKey(value, key) : indexValue(value, key) !== null;
    return isThere ? updatePath(value, [key], (inner) => deletePath(inner, rest)) : value;
  }
  if (isMap(value) && typeof key === 'string') return mapOf(entriesOf(value).filter(([k]) => k !== key));
  if (Array.isArray(value) && isNumber(key)) {
    const index = Math.floor(toNumber(key));
    const at = index < 0 ? value.length + index : index;
    return value.filter((_, i) => i !== at);
  }
  if (Array.isArray(value) && isMap(key)) return updateSlice(value, key, () => []);
  throw jqFailure(`Cannot delete ${describe(key)} of ${typeOf(value)}`);
}
