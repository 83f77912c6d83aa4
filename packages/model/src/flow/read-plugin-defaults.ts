/** Plugin defaults of the flow itself, checked against the types that they are for. */
import type { PluginDefault } from '../flow.ts';
import type { JsonObject } from '../json.ts';
import type { Path } from '../problem.ts';
import { reportUnknown } from './check-shape.ts';
import { isData, isPresent, listAt, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';
import { takesProperty } from './takes-property.ts';

export function readPluginDefaults(reading: Reading, value: unknown, path: Path): readonly PluginDefault[] {
  return listAt(reading, value, path).flatMap((item, index) => {
    const at = [...path, index];
    if (isData(item)) return readPluginDefault(reading, item, at) ?? [];
    report(reading, at, { code: 'INVALID_VALUE', message: 'must be a map with `type` and `values`' });
    return [];
  });
}

function readPluginDefault(reading: Reading, data: Data, path: Path): PluginDefault | undefined {
  const { type, values } = data;
  for (const key of Object.keys(data)) {
    if (!['type', 'forced', 'values'].includes(key))
      reportUnknown(reading, [...path, key], key, ['type', 'forced', 'values']);
  }
  if (typeof type !== 'string' || type === '')
    report(reading, path, { code: 'MISSING', message: "No 'type' provided" });
  if (!isData(values)) report(reading, path, { code: 'MISSING', message: "No 'values' provided" });
  if (typeof type !== 'string' || type === '' || !isData(values)) return undefined;
  const known = knownValues(reading, type, values, [...path, 'values']);
  return { type, forced: data['forced'] === true, values: known };
}

/** The values that may be filled in; those that the type does not know were reported and are left out. */
function knownValues(reading: Reading, type: string, values: Data, path: Path): JsonObject {
  for (const [key, value] of Object.entries(values)) {
    if (!isPresent(value))
      report(reading, [...path, key], { code: 'MISSING', message: `No value provided for key '${key}'` });
  }
  const plugin = reading.catalog.find(type);
  if (plugin === undefined) {
    warnOfUnknown(reading, type, values, path);
    return values as JsonObject;
  }
  const known = Object.entries(values).filter(([key]) => {
    if (takesProperty(plugin, key)) return true;
    report(reading, [...path, key], {
      code: 'UNKNOWN_PROPERTY',
      message: `No property '${key}' exists in plugin '${type}'`,
      part: 'key',
    });
    return false;
  });
  return Object.fromEntries(known) as JsonObject;
}

/** A prefix may stand for plugins that are installed one day: what none takes today is no error. */
function warnOfUnknown(reading: Reading, prefix: string, values: Data, path: Path): void {
  const meant = reading.catalog.list().filter(({ type }) => type.startsWith(prefix));
  if (meant.length === 0) {
    report(reading, path, { severity: 'warning', code: 'UNKNOWN_TYPE', message: `No type begins with '${prefix}'` });
    return;
  }
  for (const key of Object.keys(values)) {
    if (meant.some((plugin) => takesProperty(plugin, key))) continue;
    report(reading, [...path, key], {
      severity: 'warning',
      code: 'UNKNOWN_PROPERTY',
      message: `No property '${key}' exists in a plugin whose type begins with '${prefix}'`,
      part: 'key',
    });
  }
}
