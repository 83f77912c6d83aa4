import { BigDecimal, BoxedNumber, Character, InstantValue, LoopInfo, MapEntry } from './boxed.ts';
import { instantText } from './instant-text.ts';
import { javaText } from './java-text.ts';
import { plainNumber } from './number-text.ts';
import { entriesOf, isMap, isPlainObject } from './plain-map.ts';
import { Walk } from './walk.ts';

const deepestData = 500;

/**
 * The value as plain JSON-like data, for callers outside: numbers as number where safe, else bigint; sets as lists.
 * Data that is plain already is returned as it is, not copied.
 */
export function plainValue(value: unknown): unknown {
  return plain(value, 0, typeof value === 'object' && value !== null ? new Walk() : undefined);
}

function plain(value: unknown, depth: number, walk: Walk | undefined): unknown {
  if (typeof value === 'string') walk?.text(value.length);
  else walk?.step();
  if (typeof value === 'bigint') return plainNumber(value);
  if (typeof value !== 'object' || value === null) return value === undefined ? null : value;
  if (depth > deepestData) throw new RangeError('The data is nested too deeply');
  if (Array.isArray(value)) return plainList(value, depth, walk);
  if (isPlainObject(value)) return plainObject(value, depth, walk);
  if (value instanceof BoxedNumber || value instanceof BigDecimal) return plainNumber(value);
  if (value instanceof Character) return value.value;
  if (value instanceof InstantValue) return instantText(value.epochNanoseconds);
  if (value instanceof Set) return plainList([...value], depth, walk);
  if (value instanceof MapEntry) return objectOf([[value.key, value.value]], depth, walk);
  if (value instanceof LoopInfo) return { index: value.index, length: value.length };
  return isMap(value) ? objectOf(entriesOf(value), depth, walk) : null;
}

function plainList(list: readonly unknown[], depth: number, walk: Walk | undefined): unknown {
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = plain(list[i], depth + 1, walk);
    if (copy === undefined && item !== list[i]) copy = list.slice(0, i);
    copy?.push(item);
  }
  return copy ?? list;
}

function plainObject(map: Readonly<Record<string, unknown>>, depth: number, walk: Walk | undefined): unknown {
  let copy: Record<string, unknown> | undefined;
  const keys = Object.keys(map);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    const item = plain(map[key], depth + 1, walk);
    if (copy === undefined && item !== map[key]) {
      copy = Object.create(null) as Record<string, unknown>;
      for (const earlier of keys.slice(0, i)) copy[earlier] = map[earlier];
    }
    if (copy !== undefined) copy[key] = item;
  }
  return copy ?? map;
}

function objectOf(entries: readonly (readonly [unknown, unknown])[], depth: number, walk: Walk | undefined): unknown {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, value] of entries) object[javaText(key)] = plain(value, depth + 1, walk);
  return object;
}
