/** The effective configuration as YAML, secrets masked: `configs properties`. */
import { stringify } from 'yaml';
import type { Configuration } from './configuration.ts';
import { knownKeys } from './known-keys.ts';
import { inManualSpelling, isMap, merged, treeOf, type SettingsTree } from './settings-tree.ts';

const secretNames = /password|secret|token|key|credential/i;

export function effectiveYaml(configuration: Configuration): string {
  const defaults = knownKeys
    .filter((key) => key.status === 'honour' && key.default !== undefined)
    .map((key) => treeOf(key.path.split('.'), key.default));
  const effective = [...defaults, configuration.tree].reduce(merged, {});
  return stringify(masked(inManualSpelling(effective, undefined)), { sortMapEntries: true });
}

function masked(tree: SettingsTree): SettingsTree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => {
      if (isMap(value)) return [name, masked(value)];
      // Numbers and switches tell nothing: `password-min-length` is no secret.
      return [name, secretNames.test(name) && typeof value === 'string' ? '******' : value];
    }),
  );
}
