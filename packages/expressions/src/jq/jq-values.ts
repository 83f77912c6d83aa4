import { isNumber, toNumber } from '../values/number-kind.ts';
import type { NumberValue } from '../values/number-kind.ts';
import { numberText } from '../values/number-text.ts';
import { entriesOf, getKey, isMap, keysOf, mapOf, sizeOf } from '../values/plain-map.ts';
import type { PlainMap } from '../values/plain-map.ts';
import { Character, InstantValue, LoopInfo, MapEntry } from '../values/boxed.ts';
import { compareNumbers } from '../values/comparison.ts';
import { javaText } from '../values/java-text.ts';
import { Walk } from '../values/walk.ts';
import { jqFailure } from './machine.ts';

const deepestData = 500;

/** The value as jq knows it: what the expression language has besides JSON becomes JSON. */
export function toJq(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Character) return value.value;
  if (value instanceof InstantValue || value instanceof LoopInfo) return javaText(value);
  if (value instanceof Set) return [...value];
  if (value instanceof MapEntry) return mapOf([[value.key, value.value]]);
  return value;
}

export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  if (isNumber(value)) return 'number';
  return Array.isArray(value) ? 'array' : 'object';
}

export function isTruthy(value: unknown): boolean {
  return value !== null && value !== false && value !== undefined;
}

const ranks: Readonly<Record<string, number>> = { null: 0, number: 3, string: 4, array: 5, object: 6 };

function rankOf(value: unknown): number {
  if (typeof value === 'boolean') return value ? 2 : 1;
  return ranks[typeOf(value)] ?? 7;
}

/** jq's order of all values: null, false, true, numbers, strings, arrays, objects. */
export function compareJq(a: unknown, b: unknown, depth = 0, walk?: Walk): number {
  if (a === b && typeof a === 'object') return 0;
  walk?.step();
  const difference = rankOf(a) - rankOf(b);
  if (difference !== 0 || depth > deepestData) return difference;
  if (isNumber(a)) return compareNumbers(a, b as NumberValue);
  if (typeof a === 'string') return compareTexts(a, b as string);
  if (Array.isArray(a)) return compareLists(a, b as unknown[], depth, walk ?? new Walk());
  return isMap(a) ? compareObjects(a, b as PlainMap, depth, walk ?? new Walk()) : 0;
}

/** By code point, not by code unit. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue;
    return (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0);
  }
  return a.length - b.length;
}

function compareLists(a: readonly unknown[], b: readonly unknown[], depth: number, walk: Walk): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareJq(toJq(a[i]), toJq(b[i]), depth + 1, walk);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareObjects(a: PlainMap, b: PlainMap, depth: number, walk: Walk): number {
  const keys = sortedKeys(a);
  const byKeys = compareLists(keys, sortedKeys(b), depth, walk);
  if (byKeys !== 0) return byKeys;
  for (const key of keys) {
    const order = compareJq(toJq(getKey(a, key)), toJq(getKey(b, key)), depth + 1, walk);
    if (order !== 0) return order;
  }
  return 0;
}

export function sortedKeys(map: PlainMap): string[] {
  return keysOf(map)
    .map((key) => javaText(key))
    .sort(compareTexts);
}

/** Compact JSON with every null in it. */
export function jqJson(value: unknown): string {
  return write(value, 0, new Walk());
}

function write(value: unknown, depth: number, walk: Walk): string {
  if (typeof value === 'string') {
    walk.text(value.length);
    return JSON.stringify(value);
  }
  walk.step();
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return finiteText(value);
  if (isNumber(value)) return numberText(value);
  if (depth > deepestData) throw jqFailure('the data is nested too deeply');
  if (Array.isArray(value)) return `[${value.map((item) => write(toJq(item), depth + 1, walk)).join(',')}]`;
  if (!isMap(value)) return write(toJq(value), depth + 1, walk);
  const entries = entriesOf(value).map(([k, v]) => `${JSON.stringify(javaText(k))}:${write(toJq(v), depth + 1, walk)}`);
  return `{${entries.join(',')}}`;
}

/** JSON has no infinity: jq prints the largest number. */
function finiteText(value: number): string {
  if (Number.isNaN(value)) return 'null';
  if (!Number.isFinite(value)) return value > 0 ? '1.7976931348623157e+308' : '-1.7976931348623157e+308';
  return Object.is(value, -0) ? '-0' : String(value);
}

export function jqText(value: unknown): string {
  return typeof value === 'string' ? value : jqJson(value);
}

/** `object ({"a":1})`, cut as jq cuts it. */
export function describe(value: unknown): string {
  const text = jqJson(value);
  return `${typeOf(value)} (${text.length > 11 ? `${text.slice(0, 10)}...` : text})`;
}

export function numberOf(value: unknown): number {
  return isNumber(value) ? toNumber(value) : Number.NaN;
}

export function entryCount(value: unknown): number {
  return Array.isArray(value) ? value.length : isMap(value) ? sizeOf(value) : 0;
}
