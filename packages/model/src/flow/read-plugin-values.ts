/** Values of further plugin types inside properties: task runners, conditions. */
import type { z } from 'zod';
import type { PluginKind } from '../catalog.ts';
import type { Path } from '../problem.ts';
import { checkTemplates, propertyMeta } from './check-shape.ts';
import { findPlugin } from './find-plugin.ts';
import { isData, isPresent } from './reading.ts';
import type { Data, Reading } from './reading.ts';

/** Checks each value in `data` whose property says that it holds plugins of some kind: one, a list or a map of them. */
export function checkPluginValues(reading: Reading, schema: z.ZodObject, data: Data, path: Path): void {
  for (const [key, property] of Object.entries(schema.shape)) {
    const kind = pluginKindOf(property);
    const value = data[key];
    if (kind === undefined || !isPresent(value)) continue;
    const at = [...path, key];
    if (Array.isArray(value)) value.forEach((item, index) => checkPluginValue(reading, kind, item, [...at, index]));
    else if (kind.within === 'map' && isData(value)) {
      for (const [name, item] of Object.entries(value)) checkPluginValue(reading, kind, item, [...at, name]);
    } else checkPluginValue(reading, kind, value, at);
  }
}

interface PluginPlace {
  readonly kind: PluginKind;
  readonly within?: 'map';
}

function pluginKindOf(property: z.core.$ZodType): PluginPlace | undefined {
  const kind = propertyMeta(property)['pluginKind'];
  if (kind !== undefined) return { kind: kind as PluginKind };
  const { def } = (property as z.core.$ZodTypes)._zod;
  if ('innerType' in def) return pluginKindOf(def.innerType as z.core.$ZodType);
  if (def.type === 'array') return pluginKindOf(def.element);
  if (def.type !== 'record') return undefined;
  const inner = pluginKindOf(def.valueType);
  return inner === undefined ? undefined : { ...inner, within: 'map' };
}

function checkPluginValue(reading: Reading, place: PluginPlace, value: unknown, path: Path): void {
  if (!isData(value)) return;
  const plugin = findPlugin(reading, value, [place.kind], path);
  if (plugin === undefined) return;
  const { type: _type, id, ...own } = value;
  // Older flows give conditions an id; only MultipleCondition has a use for it.
  const properties = 'id' in plugin.properties.shape ? { id, ...own } : own;
  checkTemplates(reading, plugin.properties, properties, path);
  checkPluginValues(reading, plugin.properties, properties, path);
}
