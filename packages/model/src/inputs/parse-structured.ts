/** JSON, YAML and Ion that users send as values: bounded in depth, maps without prototype. */
import { parseIon, plainValue } from '@windhover/expressions';
import { parseExactJson } from '../exact-json.ts';
import type { Json } from '../json.ts';
import { readSource } from '../source/read-source.ts';
import { sourceLimits } from '../source/source-limits.ts';

/**
 * Numbers as {@link parseExactJson} reads them. Throws a SyntaxError for what is no JSON, a RangeError for what is nested
 * deeper than 64 levels.
 */
export function parseInputJson(text: string, inexact?: (digits: string) => Json): Json {
  return withoutPrototypes(parseExactJson(text, inexact), 0);
}

/** Throws a RangeError with the first problem found. */
export function parseInputYaml(text: string): Json {
  const { data, problems } = readSource(text);
  if (data === undefined) throw new RangeError(problems[0]?.message ?? 'it is not YAML');
  return data;
}

/** The first value of an Ion text. Throws an Error for what is no Ion, a RangeError for what is nested too deeply; needs Node. */
export function parseInputIon(text: string): Json {
  return withoutPrototypes(plainValue(parseIon(text, false)) as Json | bigint, 0);
}

function withoutPrototypes(value: Json | bigint, depth: number): Json {
  if (typeof value === 'bigint') return String(value); // it is none that a number could hold
  if (depth > sourceLimits.depth) throw new RangeError(`it is nested more than ${sourceLimits.depth} levels deep`);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => withoutPrototypes(item, depth + 1));
  const map: { [key: string]: Json } = Object.create(null);
  for (const [key, item] of Object.entries(value))
    if (key !== '__proto__') map[key] = withoutPrototypes(item as Json, depth + 1);
  return map;
}
