/** Dots in ids nest values: `db.host` is `inputs.db.host`. */
import type { Json, JsonObject } from '../json.ts';

/** Pairs of dotted ids and values as nested maps. Of an id and one below it the later wins. */
export function nest(pairs: readonly (readonly [id: string, value: Json])[]): JsonObject {
  const root: { [key: string]: Json } = Object.create(null);
  for (const [id, value] of pairs) {
    const steps = id.split('.');
    let map = root;
    for (const step of steps.slice(0, -1)) {
      const inner = map[step];
      const next: { [key: string]: Json } = isMap(inner) ? (inner as { [key: string]: Json }) : Object.create(null);
      map[step] = next;
      map = next;
    }
    map[steps[steps.length - 1]!] = value;
  }
  return root;
}

/** The value under a dotted id: as one key, or as a path of maps; undefined when there is none. */
export function findNested(values: Readonly<Record<string, unknown>>, id: string): unknown {
  if (Object.hasOwn(values, id)) return values[id];
  let found: unknown = values;
  for (const step of id.split('.')) found = isMap(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  return found;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
