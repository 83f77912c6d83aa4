import { Character, InstantValue, LoopInfo, MapEntry } from './boxed.ts';
import { instantText } from './instant-text.ts';
import { javaText } from './java-text.ts';
import { isNumber } from './number-kind.ts';
import { numberText } from './number-text.ts';
import { entriesOf, isMap, isPlainObject } from './plain-map.ts';
import { Walk } from './walk.ts';

const deepestData = 500;

/**
 * Compact JSON as prints write it: entries whose value is null are left out, null items stay, Doubles in Java form
 * (`1.0E8`), dates as ISO texts; neither `/` nor letters outside ASCII are escaped. Throws a RangeError for data that
 * is nested more than 500 deep, a ValueError for more of it than a {@link Walk} takes.
 */
export function toJsonText(value: unknown): string {
  return write(value, 0, new Walk());
}

function write(value: unknown, depth: number, walk: Walk): string {
  if (typeof value === 'string') {
    walk.text(value.length);
    return quoted(value);
  }
  walk.step();
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number' && (value | 0) === value) return `${value | 0}`;
  if (isNumber(value)) return jsonNumber(numberText(value));
  if (depth > deepestData) throw new RangeError('The data is nested too deeply to be printed');
  if (Array.isArray(value)) return writeList(value, depth, walk);
  if (isPlainObject(value)) return writeObject(value, depth, walk);
  if (value instanceof Character) return JSON.stringify(value.value);
  if (value instanceof InstantValue) return `"${instantText(value.epochNanoseconds)}"`;
  if (value instanceof MapEntry) return writeEntries([[value.key, value.value]], depth, walk);
  if (value instanceof Set) return writeList([...value], depth, walk);
  if (value instanceof LoopInfo) return JSON.stringify(javaText(value));
  return isMap(value) ? writeEntries(entriesOf(value), depth, walk) : 'null';
}

/** Only few texts need the slower way: those with quotes, backslashes, control characters or halves of a pair. */
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function writeList(items: readonly unknown[], depth: number, walk: Walk): string {
  let text = '[';
  for (let i = 0; i < items.length; i++)
    text += i === 0 ? write(items[i], depth + 1, walk) : `,${write(items[i], depth + 1, walk)}`;
  return `${text}]`;
}

function writeObject(map: Readonly<Record<string, unknown>>, depth: number, walk: Walk): string {
  let text = '{';
  let separator = '';
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === null || value === undefined) continue;
    text += `${separator}${quoted(key)}:${write(value, depth + 1, walk)}`;
    separator = ',';
  }
  return `${text}}`;
}

function writeEntries(entries: readonly (readonly [unknown, unknown])[], depth: number, walk: Walk): string {
  let text = '{';
  for (const [key, value] of entries) {
    if (value === null || value === undefined) continue;
    text += `${text === '{' ? '' : ','}${JSON.stringify(javaText(key))}:${write(value, depth + 1, walk)}`;
  }
  return `${text}}`;
}

/** Jackson writes what JSON has no word for as a text. */
function jsonNumber(text: string): string {
  return text === 'NaN' || text.endsWith('Infinity') ? `"${text}"` : text;
}
