/** Plugin defaults merged into a document, before it is read. */
import type { PluginCatalog, PluginDescription } from '../catalog.ts';
import type { Json, JsonObject } from '../json.ts';
import { takesProperty } from './takes-property.ts';

/** One set of defaults; `values` of a forced one overwrite what the author wrote. */
export interface AppliedDefault {
  readonly type: string;
  readonly forced?: boolean;
  readonly values: JsonObject;
}

/**
 * The document with defaults filled in, wherever a map has a text under `type`. `inner` go from the nearest (the flow's
 * own) to those of the outermost namespace; the instance's come behind them. What is left out is filled by the nearest level, within a level by the most
 * specific type, then by the first listed; of forced ones the outermost level wins. Maps merge, lists are replaced.
 * A type matches by name, by alias or by prefix; a prefix gives a plugin only what that plugin takes. `labels`, `variables` and
 * `pluginDefaults` themselves are left alone.
 */
export function applyPluginDefaults(
  document: JsonObject,
  inner: readonly (readonly AppliedDefault[])[],
  catalog: PluginCatalog,
): JsonObject {
  const levels = [...inner, catalog.defaults];
  if (levels.every((level) => level.length === 0)) return document;
  const ordered = levels.flatMap((level) => [...level].sort((one, other) => other.type.length - one.type.length));
  const forced = [...levels]
    .reverse()
    .flat()
    .filter((item) => item.forced === true);

  function applyTo(value: Json): Json {
    if (Array.isArray(value)) return value.map((item: Json) => applyTo(item));
    if (typeof value !== 'object' || value === null) return value;
    let map = value as JsonObject;
    const { type } = map;
    if (typeof type === 'string') {
      const plugin = catalog.find(type);
      const canonical = plugin?.type ?? type;
      const matching = (item: AppliedDefault): boolean => matches(item.type, type, canonical, catalog);
      const valuesOf = ({ type: wanted, values }: AppliedDefault): JsonObject =>
        plugin === undefined || catalog.find(wanted) !== undefined ? values : takenBy(plugin, values);
      for (const item of ordered.filter(matching)) map = fillIn(map, valuesOf(item));
      map = forced
        .filter(matching)
        .reverse()
        .reduce((written, item) => fillIn(valuesOf(item), written), map);
    }
    return mapValues(map, applyTo);
  }

  return mapValues(document, (value, key) => (untouched.has(key) ? value : applyTo(value)));
}

const untouched: ReadonlySet<string> = new Set([
  'labels',
  'variables',
  'pluginDefaults',
  'taskDefaults',
  'inputs',
  'outputs',
]);

function matches(wanted: string, written: string, canonical: string, catalog: PluginCatalog): boolean {
  if (written === wanted || canonical === wanted) return true;
  const known = catalog.find(wanted);
  return known === undefined ? canonical.startsWith(wanted) || written.startsWith(wanted) : known.type === canonical;
}

function takenBy(plugin: PluginDescription, values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name]) => takesProperty(plugin, name)));
}

/** What `written` leaves out comes from `defaults`; null counts as written. */
function fillIn(written: JsonObject, defaults: JsonObject): JsonObject {
  const merged: { [key: string]: Json } = Object.assign(Object.create(null), written);
  for (const [key, value] of Object.entries(defaults)) {
    if (!Object.hasOwn(merged, key)) merged[key] = value;
    else if (isMap(merged[key]) && isMap(value)) merged[key] = fillIn(merged[key], value);
  }
  return merged;
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues(map: JsonObject, convert: (value: Json, key: string) => Json): JsonObject {
  const result: { [key: string]: Json } = Object.create(null);
  for (const [key, value] of Object.entries(map)) result[key] = convert(value, key);
  return result;
}
