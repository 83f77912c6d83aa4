/** The type that a map names: known, of the right kind, and called by its present name. */
import type { PluginDescription, PluginKind } from '../catalog.ts';
import { nearestName } from '../nearest-name.ts';
import type { Path } from '../problem.ts';
import { report } from './reading.ts';
import type { Data, Reading } from './reading.ts';

/** Reports a type that is unknown or not allowed, an alias (info) and a deprecated type (warning, at the map itself). */
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
  if (reading.catalog.isRefused?.(type) === true) {
    report(reading, [...path, 'type'], { code: 'UNKNOWN_TYPE', message: `Type not allowed on this instance: ${type}` });
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

/** A similar name in the same group, else the same name in the nearest other group. */
function nearestType(type: string, known: readonly string[]): string | undefined {
  const split = (name: string): readonly [group: string, name: string] => {
    const end = name.lastIndexOf('.') + 1;
    return [name.slice(0, end), name.slice(end)];
  };
  const [group, name] = split(type);
  const candidates = known.map(split);
  const siblings = candidates.filter(([itsGroup]) => itsGroup === group).map(([, itsName]) => itsName);
  const sibling = nearestName(name, siblings);
  if (sibling !== undefined) return group + sibling;
  const namesakes = candidates.filter(([, itsName]) => itsName.toLowerCase() === name.toLowerCase());
  if (namesakes.length <= 1) return namesakes[0]?.join('');
  const nearest = nearestName(
    group,
    namesakes.map(([itsGroup]) => itsGroup),
  );
  return namesakes.find(([itsGroup]) => itsGroup === nearest)?.join('');
}
