import { InstantValue, LoopInfo, MapEntry } from './boxed.ts';
import { javaText } from './java-text.ts';
import { toJsonText } from './json-text.ts';
import { isMap } from './plain-map.ts';

/** What a print writes: maps, lists and sets as JSON, null as nothing, everything else as its text. */
export function printText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return (value | 0) === value ? `${value | 0}` : javaText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return value.toString();
    default:
  }
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) || value instanceof Set) return toJsonText(value);
  if (value instanceof LoopInfo || value instanceof MapEntry || value instanceof InstantValue) return javaText(value);
  return isMap(value) ? toJsonText(value) : javaText(value);
}
