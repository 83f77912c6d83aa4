import type { PluginCatalog } from '../catalog.ts';
import type { JsonObject } from '../json.ts';
import { textOf } from '../text-of.ts';
import { isData } from './reading.ts';

/** A condition, and those within it (a list, or a map of them), under the present names of their types. */
export function presentCondition(catalog: PluginCatalog, condition: JsonObject): JsonObject {
  const { type, conditions } = condition;
  const present = (value: unknown) => (isData(value) ? presentCondition(catalog, value as JsonObject) : value);
  return {
    ...condition,
    type: catalog.find(textOf(type))?.type ?? '',
    ...(Array.isArray(conditions) && { conditions: conditions.map(present) }),
    ...(isData(conditions) && {
      conditions: Object.fromEntries(Object.entries(conditions).map(([name, value]) => [name, present(value)])),
    }),
  } as JsonObject;
}
