import { textOf, type JsonObject, type Label } from '@windhover/model';

/** Labels as a map or as a list of `{key, value}`. */
export function toLabels(labels: unknown): readonly Label[] {
  if (Array.isArray(labels))
    return (labels as readonly JsonObject[]).map(({ key, value }) => ({ key: textOf(key), value: textOf(value) }));
  return Object.entries((labels ?? {}) as JsonObject).map(([key, value]) => ({ key, value: textOf(value) }));
}
