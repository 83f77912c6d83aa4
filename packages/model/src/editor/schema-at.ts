/** The schema of a place in the outline: followed from the top, types chosen by what stands under `type`. */
import type { JsonSchema } from './json-schema.ts';
import { childOf } from './outline.ts';
import type { OutlineNode } from './outline.ts';

/** Undefined where the language has nothing to say. */
export function schemaAt(schema: JsonSchema, node: OutlineNode): JsonSchema | undefined {
  if (node.parent === undefined) return resolve(schema, schema, node);
  const outer = schemaAt(schema, node.parent);
  if (outer === undefined) return undefined;
  const inner = node.kind === 'item' ? itemsOf(outer) : propertyOf(outer, node.key);
  return inner === undefined ? undefined : resolve(schema, inner, node);
}

export function propertyOf(schema: JsonSchema, name: string): JsonSchema | undefined {
  for (const part of partsOf(schema)) {
    if (part.properties !== undefined && Object.hasOwn(part.properties, name)) return part.properties[name];
    if (typeof part.additionalProperties === 'object') return part.additionalProperties;
  }
  return undefined;
}

/** All properties that may stand there, by name. */
export function propertiesOf(schema: JsonSchema): ReadonlyMap<string, JsonSchema> {
  return new Map(partsOf(schema).flatMap((part) => Object.entries(part.properties ?? {})));
}

export function requiredOf(schema: JsonSchema): ReadonlySet<string> {
  return new Set(partsOf(schema).flatMap((part) => part.required ?? []));
}

/** Values that a schema lists, with booleans spelt out. */
export function valuesOf(schema: JsonSchema): readonly unknown[] {
  return partsOf(schema).flatMap((part): readonly unknown[] => {
    if (part.enum !== undefined) return part.enum;
    if (part.const !== undefined) return [part.const];
    return part.type === 'boolean' ? [true, false] : [];
  });
}

/** Definitions that a map may turn out to be, once it has a `type`. */
export function alternativesOf(schema: JsonSchema): readonly string[] {
  const names = (schema.anyOf ?? []).flatMap(({ $ref }) => ($ref === undefined ? [] : [nameOf($ref)]));
  return names.every((name) => name !== '') ? names : [];
}

function itemsOf(schema: JsonSchema): JsonSchema | undefined {
  return partsOf(schema).find((part) => part.items !== undefined)?.items;
}

/** The schema and what it is put together from, references excepted. */
function partsOf(schema: JsonSchema): readonly JsonSchema[] {
  return [schema, ...(schema.allOf ?? []), ...(schema.anyOf ?? []).filter((part) => part.$ref === undefined)];
}

/** Follows references, and chooses among the types of a map by its `type`. */
function resolve(root: JsonSchema, schema: JsonSchema, node: OutlineNode): JsonSchema {
  const $ref = schema.$ref ?? schema.allOf?.find((part) => part.$ref !== undefined)?.$ref;
  const found = $ref === undefined ? schema : (root.$defs?.[nameOf($ref)] ?? schema);
  const type = childOf(node, 'type')?.value;
  if (type === undefined) return found;
  const chosen = alternativesOf(found).find(
    (name) => name === type || (name.endsWith(`.${type}`) && name.startsWith('input.')),
  );
  return chosen === undefined ? found : (root.$defs?.[chosen] ?? found);
}

function nameOf($ref: string): string {
  return $ref.startsWith('#/$defs/') ? $ref.slice('#/$defs/'.length) : '';
}
