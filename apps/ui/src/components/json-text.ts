import type { Json, JsonObject } from '@windhover/model';

/** What a field shows of data; nothing for data that is absent. */
export function jsonText(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

/** An empty text is the empty object; undefined when the text is no JSON object. */
export function objectOf(text: string): JsonObject | undefined {
  const value = parsed(text, {});
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** An empty text is the empty list; undefined when the text is no JSON list. */
export function listOf(text: string): readonly Json[] | undefined {
  const value = parsed(text, []);
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}

function parsed(text: string, empty: Json): Json | undefined {
  if (text.trim() === '') return empty;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
