/** All types that a server knows: what belongs to the language, and what plugins add. */
import type { PluginCatalog, PluginDescription } from '../catalog.ts';
import type { PluginDefault } from '../flow.ts';
import { approval } from './approval.ts';
import { canonicalType } from './aliases.ts';
import { conditions } from './conditions.ts';
import { flowables } from './flowables.ts';
import { loop } from './loop.ts';
import { subflowTasks } from './subflow-tasks.ts';
import { taskRunners } from './task-runners.ts';
import { triggers } from './triggers.ts';

/** Flowables, triggers, conditions and task runners that every server has. */
export const builtInPlugins: readonly PluginDescription[] = [
  ...flowables,
  loop,
  approval,
  ...subflowTasks,
  ...triggers,
  ...conditions,
  ...taskRunners,
];

/**
 * The built-in types and `plugins`, sorted by name. Of two with the same name the later one counts. What `allows` does not let
 * pass is as good as not there, but known by its names.
 */
export function createCatalog(
  plugins: readonly PluginDescription[],
  defaults: readonly PluginDefault[] = [],
  allows: (plugin: PluginDescription) => boolean = () => true,
): PluginCatalog {
  const byType = new Map([...builtInPlugins, ...plugins].map((plugin) => [plugin.type, plugin]));
  const byAlias = new Map([...byType.values()].flatMap((plugin) => plugin.aliases.map((alias) => [alias, plugin])));
  const allowed = new Set([...byType.values()].filter(allows));
  const sorted = [...allowed].sort((one, other) => (one.type < other.type ? -1 : 1));
  const known = (type: string): PluginDescription | undefined =>
    byType.get(type) ?? byAlias.get(type) ?? byType.get(canonicalType(type));
  return {
    find(type) {
      const plugin = known(type);
      return plugin !== undefined && allowed.has(plugin) ? plugin : undefined;
    },
    list: () => sorted,
    isRefused(type) {
      const plugin = known(type);
      return plugin !== undefined && !allowed.has(plugin);
    },
    defaults,
  };
}
