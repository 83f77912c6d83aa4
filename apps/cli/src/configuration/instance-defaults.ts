/** Plugin defaults of the whole instance. */
import type { JsonObject, PluginDefault } from '@windhover/model';
import type { Configuration } from './configuration.ts';
import { isMap } from './settings-tree.ts';

const path = 'kestra.plugins.defaults';

export function instanceDefaults(configuration: Configuration): readonly PluginDefault[] {
  return configuration.get('maps', path).map(({ type, forced, values }) => ({
    type: type as string,
    forced: forced === true,
    values: values as JsonObject,
  }));
}

export function checkInstanceDefaults(configuration: Configuration): string[] {
  return configuration
    .get('maps', path)
    .flatMap(({ type, forced, values }, index) => [
      ...(typeof type === 'string' && type !== '' ? [] : [`${path}[${index}].type: the name of a type is expected`]),
      ...(isMap(values) ? [] : [`${path}[${index}].values: a map of properties is expected`]),
      ...(forced === undefined || typeof forced === 'boolean'
        ? []
        : [`${path}[${index}].forced: true or false is expected`]),
    ]);
}
