/** The type that a map names: known, of the right kind, and called by its present name. */
import type { PluginDescription, PluginKind } from '../catalog.ts';
import { nearestName } from '../nearest-name.ts';
import type { Path } from '../problem.ts';
import { report } from './reading.ts';
import type { Data, Reading } from './reading.ts';

/** Reports an unknown type, an alias (info) and a deprecated type (warning, at the map itself). */
export function findPlugin(
  reading: Reading,
  data: Data,
  kinds: readonly PluginKind[],
  path: Path,
): PluginDescription | undefined {
  const { type } = data;
  if (typeof type !== 'string' || type === '') {
    report(reading, [...path, 'type'], { code: 'MISSING', message: 'must not be null' });
    return undefined;
  }
  const plugin = reading.catalog.find(type);
  if (plugin === undefined || !kinds.includes(plugin.kind)) {
    const known = reading.catalog.list().filter((candidate) => kinds.includes(candidate.kind));
    const nearest = nearestType(
      type,
      known.map((candidate) => candidate.type),
    );
    report(reading, [...path, 'type'], {
      code: 'UNKNOWN_TYPE',
      message: `Invalid type: ${type}${nearest === undefined ? '' : `, did you mean ${nearest}?`}`,
      remedy: nearest === undefined ? undefined : `Write '${nearest}'.`,
    });
    return undefined;
  }
  if (plugin.type !== type) {
    report(reading, [...path, 'type'], {
      severity: 'info',
      code: 'ALIAS',
      message: `${type} is replaced by ${plugin.type}`,
    });
  }
  if (plugin.deprecated === true) {
    report(reading, path, { severity: 'warning', code: 'DEPRECATED', message: `${plugin.type} is deprecated` });
  }
  return plugin;
}

/** By the whole name, else by the last part alone: who mistypes the class mostly knows the package, or the other way round. */
function nearestType(type: string, known: readonly string[]): string | undefined {
  const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
  const group = type.slice(0, type.lastIndexOf('.') + 1);
  const siblings = known.filter(
    (candidate) => candidate.startsWith(group) && !candidate.slice(group.length).includes('.'),
  );
  const sibling = nearestName(lastPart(type), siblings.map(lastPart));
  if (sibling !== undefined) return group + sibling;
  const same = known.filter((candidate) => lastPart(candidate).toLowerCase() === lastPart(type).toLowerCase());
  return same.length === 1 ? same[0] : nearestName(type, known);
}
