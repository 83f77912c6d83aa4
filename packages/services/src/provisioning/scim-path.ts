/** Attributes of SCIM resources by path, in any case and with or without the address of their schema before them. */
import type { Json, JsonObject } from '@windhover/model';

/** `urn:ietf:params:scim:schemas:core:2.0:User:name.familyName` → `name`, `familyName`; undefined for another schema's. */
export function namesOf(path: string): readonly string[] | undefined {
  const core = /^urn:ietf:params:scim:schemas:core:2\.0:(?:User|Group):/i.exec(path);
  const rest = core === null ? path : path.slice(core[0].length);
  return rest.toLowerCase().startsWith('urn:') ? undefined : rest.split('.');
}

/** The key of an object that is meant by a name in any case; the name itself when there is none. */
export function keyNamed(object: JsonObject, name: string): string {
  const wanted = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === wanted) ?? name;
}

/** Whatever stands at a path: lists count for each of their entries. */
export function entriesAt(resource: JsonObject, names: readonly string[]): readonly Json[] {
  let values: readonly Json[] = [resource];
  for (const name of names) {
    values = values.flatMap((value) => {
      if (!isObject(value)) return [];
      const key = keyNamed(value, name);
      const found = Object.hasOwn(value, key) ? value[key] : undefined;
      return found === undefined || found === null ? [] : Array.isArray(found) ? (found as Json[]) : [found];
    });
  }
  return values;
}

/** As {@link entriesAt}, but what is an object with a `value` stands for that. */
export function valuesAt(resource: JsonObject, names: readonly string[]): readonly Json[] {
  return entriesAt(resource, names).map((entry) =>
    isObject(entry) && Object.hasOwn(entry, 'value') ? entry['value']! : entry,
  );
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
