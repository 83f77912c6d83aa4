/** The effective configuration as YAML, secrets masked: `configs properties`. */
import { stringify } from 'yaml';
import type { Configuration } from './configuration.ts';
import { childNamed, keyTree, type KeyNode } from './key-tree.ts';
import { knownKeys } from './known-keys.ts';
import { inManualSpelling, isMap, merged, treeOf, type SettingsTree } from './settings-tree.ts';

const secretNames = /password|secret|token|key|credential/i;

export function effectiveYaml(configuration: Configuration): string {
  const defaults = knownKeys
    .filter((key) => key.status === 'honour' && key.default !== undefined && !key.path.includes('*'))
    .map((key) => treeOf(key.path.split('.'), key.default));
  const effective = [...defaults, configuration.tree].reduce(merged, {});
  return stringify(masked(inManualSpelling(effective, undefined), keyTree(knownKeys)), { sortMapEntries: true });
}

function masked(tree: SettingsTree, node: KeyNode | undefined): SettingsTree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => {
      const child = childNamed(node, name);
      return [name, isSecret(name, value, child) ? '******' : maskedWithin(value, child)];
    }),
  );
}

function maskedWithin(value: unknown, node: KeyNode | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => maskedWithin(item, node));
  if (isMap(value)) return masked(value, node);
  return typeof value === 'string' && value.includes('://') ? maskedAddress(value) : value;
}

/** Passwords before the host and among the parameters, as in addresses of databases. */
function maskedAddress(address: string): string {
  return address
    .replace(/(:\/\/[^/?#:]*:)[^/?#]*@/, '$1******@')
    .replaceAll(/([?&;][^=&;]*(?:password|secret|token|key|credential)[^=&;]*=)[^&;#]*/gi, '$1******');
}

/** Numbers and switches of ours tell nothing: `password-min-length` is no secret. A password may be all digits, though. */
function isSecret(name: string, value: unknown, node: KeyNode | undefined): boolean {
  if (!secretNames.test(name) || isMap(value) || Array.isArray(value)) return false;
  return typeof value === 'string' || (typeof value === 'number' && (node?.key?.type ?? 'text') === 'text');
}
