/** The effective configuration: every known key with its value or default, checked and typed. */
import { childNamed, keyTree, type KeyNode } from './key-tree.ts';
import type { KnownKey } from './known-key.ts';
import { knownKeys } from './known-keys.ts';
import { parseValue, type ValueOf } from './parse-value.ts';
import { valueAt, type SettingsTree } from './settings-tree.ts';

export interface Configuration {
  /** The value of a known key, its default otherwise; undefined when it has neither. `type` must be the key's. */
  find<Type extends keyof ValueOf>(type: Type, path: string): ValueOf[Type] | undefined;
  /** As `find`; throws when there is no value. For keys with a default. */
  get<Type extends keyof ValueOf>(type: Type, path: string): ValueOf[Type];
  /** Whether the key was given, rather than left to its default. */
  has(path: string): boolean;
  /** All that was given, in the manual's spelling; placeholders are replaced. */
  readonly tree: SettingsTree;
}

const keys = keyTree(knownKeys);

export function configurationOf(tree: SettingsTree): Configuration {
  const configuration: Configuration = {
    tree,
    find(type, path) {
      const key = keyAt(path);
      if (key === undefined || key.type !== type) throw new TypeError(`'${path}' is no known key of type ${type}`);
      return (valueOf(key, valueAt(tree, path.split('.'))) ?? valueOf(key, key.default)) as
        | ValueOf[typeof type]
        | undefined;
    },
    get(type, path) {
      const value = configuration.find(type, path);
      if (value === undefined) throw new TypeError(`'${path}' has neither a value nor a default`);
      return value;
    },
    has: (path) => valueAt(tree, path.split('.')) !== undefined,
  };
  return configuration;
}

/** Undefined for a value that is not of the key's type: `loadConfiguration` has told of it, and nothing starts with it. */
function valueOf(key: KnownKey, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  const parsed = parseValue(key, value);
  return 'value' in parsed ? parsed.value : undefined;
}

/** `datasources.main.url` is the known key `datasources.*.url`. */
function keyAt(path: string): KnownKey | undefined {
  let node: KeyNode | undefined = keys;
  for (const name of path.split('.')) node = childNamed(node, name);
  return node?.key;
}
