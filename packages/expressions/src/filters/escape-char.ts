import type { CallEnvironment, Filter } from '../call-environment.ts';
import { javaText } from '../values/java-text.ts';
import { entriesOf, isMap, mapOf } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';
import { isNull, nullStays } from './filter-input.ts';

const escapes: ReadonlyMap<string, (text: string) => string> = new Map([
  ['single', (text: string) => text.replaceAll("'", "\\'")],
  ['double', (text: string) => text.replaceAll('"', '\\"')],
  ['shell', (text: string) => text.replaceAll("'", "'\\''")],
]);

export const escapeChar: Filter = nullStays((input, [type], environment) => {
  if (isNull(type)) throw new ValueError("The 'escapeChar' filter expects an argument 'type'.");
  const escape = escapes.get(javaText(type).toLowerCase());
  if (escape === undefined) {
    throw new ValueError(
      "The 'escapeChar' filter expects the value of 'type' to be either 'single', 'double', or 'shell'.",
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
