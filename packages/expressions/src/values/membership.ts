import { MapEntry } from './boxed.ts';
import { javaEquals } from './equality.ts';
import { javaText } from './java-text.ts';
import { entriesOf, hasKey, isMap } from './plain-map.ts';
import { ValueError } from './value-error.ts';

/** `contains`: an item (or all items of a list), a key of a map, a part of a text. Items compare by kind too. */
export function contains(container: unknown, item: unknown): boolean {
  if (container === null || container === undefined) return false;
  if (typeof container === 'string') return container.includes(javaText(item));
  if (Array.isArray(container) || container instanceof Set) {
    const items: readonly unknown[] = [...container];
    const wanted: readonly unknown[] = Array.isArray(item) || item instanceof Set ? [...item] : [item];
    return wanted.every((one) => items.some((other) => javaEquals(other, one)));
  }
  if (isMap(container)) return hasKey(container, item);
  throw new ValueError(
    `Contains operator can only be used on Collections, Maps and arrays. Actual type was: ${className(container)}`,
  );
}

/** `isIn`: compared by text; in a map, a key or a value. */
export function isIn(item: unknown, container: unknown): boolean {
  if (item === null || item === undefined || container === null || container === undefined) return false;
  const text = javaText(item);
  if (Array.isArray(container) || container instanceof Set) {
    return [...container].some((other) => other !== null && javaText(other) === text);
  }
  if (!isMap(container)) return false;
  return entriesOf(container).some(([key, value]) => javaText(key) === text || javaText(value) === text);
}

function className(value: unknown): string {
  return value instanceof MapEntry ? 'an entry' : typeof value === 'boolean' ? 'java.lang.Boolean' : 'a number';
}
