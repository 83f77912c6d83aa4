import type { CallEnvironment, Filter } from '../call-environment.ts';
import { javaText } from '../values/java-text.ts';
import { entriesOf, isMap, mapOf } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';
import { nullStays } from './filter-input.ts';

const escapes: ReadonlyMap<string, (text: string) => string> = new Map([
  ['single', (text: string) => text.replaceAll("'", "\\'")],
  ['double', (text: string) => text.replaceAll('"', '\\"')],
  ['shell', (text: string) => text.replaceAll("'", "'\\''")],
]);

export const escapeChar: Filter = nullStays((input, [type], environment) => {
  const escape = typeof type === 'string' ? escapes.get(type.toLowerCase()) : undefined;
  if (escape === undefined) {
    throw new ValueError(
      "The 'escapeChar' filter expects an argument 'type' with one of the values 'single', 'double' and 'shell'.",
    );
  }
  return mapTexts(input, escape, environment);
});

/** Applies a change to every text in a value; other scalars become texts first, null stays. */
export function mapTexts(value: unknown, change: (text: string) => string, environment: CallEnvironment): unknown {
  if (value === null || value === undefined) return null;
  environment.charge(1);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change, environment));
  if (value instanceof Set) return [...value].map((item) => mapTexts(item, change, environment));
  if (isMap(value)) return mapOf(entriesOf(value).map(([k, v]) => [k, mapTexts(v, change, environment)]));
  return change(javaText(value));
}
