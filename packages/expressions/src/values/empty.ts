import { isMap, sizeOf } from './plain-map.ts';

/** Null, a blank text, an empty list or map; not 0 or false. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Set) return value.size === 0;
  return isMap(value) && sizeOf(value) === 0;
}
