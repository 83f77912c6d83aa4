/**
 * Maps are plain objects (of any realm, or without prototype) and JavaScript Maps. Only own properties count, so a
 * template can reach no prototype. Maps made by templates are objects without prototype, or a Map where an object
 * would not keep the order or the kind of the keys.
 */
export type PlainMap = Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>;

const getPrototypeOf = Object.getPrototypeOf;
const objectPrototype = Object.prototype;
const indexLike = /^(?:0|[1-9]\d*)$/;

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = getPrototypeOf(value);
  return (
    prototype === objectPrototype ||
    prototype === null ||
    // the Object.prototype of another realm; Array.prototype and class prototypes have a parent
    (getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty'))
  );
}

export function isMap(value: unknown): value is PlainMap {
  return isPlainObject(value) || value instanceof Map;
}

/** The value under a key; undefined when there is none. */
export function getKey(map: PlainMap, key: unknown): unknown {
  if (map instanceof Map) return map.get(key);
  return typeof key === 'string' && Object.hasOwn(map, key) ? (map as Record<string, unknown>)[key] : undefined;
}

export function hasKey(map: PlainMap, key: unknown): boolean {
  return map instanceof Map ? map.has(key) : typeof key === 'string' && Object.hasOwn(map, key);
}

export function sizeOf(map: PlainMap): number {
  return map instanceof Map ? map.size : Object.keys(map).length;
}

export function keysOf(map: PlainMap): unknown[] {
  return map instanceof Map ? [...map.keys()] : Object.keys(map);
}

export function valuesOf(map: PlainMap): unknown[] {
  return map instanceof Map ? [...map.values()] : Object.keys(map).map((key) => (map as Record<string, unknown>)[key]);
}

export function entriesOf(map: PlainMap): (readonly [unknown, unknown])[] {
  if (map instanceof Map) return [...map.entries()];
  return Object.keys(map).map((key) => [key, (map as Record<string, unknown>)[key]] as const);
}

/** A map of the entries; a later equal key wins and keeps the place of the first. */
export function mapOf(entries: readonly (readonly [unknown, unknown])[]): PlainMap {
  for (const [key] of entries) {
    if (typeof key !== 'string' || indexLike.test(key)) return new Map(entries);
  }
  const map: Record<string, unknown> = Object.create(null);
  for (const [key, value] of entries) map[key as string] = value;
  return map;
}
