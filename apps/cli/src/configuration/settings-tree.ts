/** Settings as nested maps, known keys spelt as in the manual. */
import { childNamed, type KeyNode } from './key-tree.ts';

export interface SettingsTree {
  readonly [name: string]: unknown;
}

export function isMap(value: unknown): value is SettingsTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Gives known keys their spelling and opens dotted names (`kestra.url: …` is `kestra: { url: … }`). */
export function inManualSpelling(tree: SettingsTree, node: KeyNode | undefined): SettingsTree {
  if (node?.free !== undefined) return tree;
  let result: SettingsTree = {};
  for (const [name, value] of Object.entries(tree)) {
    const [first = '', ...rest] = name.split('.');
    const child = childNamed(node, first);
    const spelling = child === undefined || child.spelling === '*' ? first : child.spelling;
    const below = rest.length > 0 ? { [rest.join('.')]: value } : value;
    result = merged(result, { [spelling]: isMap(below) ? inManualSpelling(below, child) : below });
  }
  return result;
}

/**
 * Maps are merged key by key; lists and single values of `over` replace those of `base` as a whole. A name with nothing
 * below it (`kestra:` alone) is an empty map where a map stands.
 */
export function merged(base: SettingsTree, over: SettingsTree): SettingsTree {
  const result: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const before = result[name];
    result[name] = isMap(before) && (isMap(value) || value === null) ? merged(before, value ?? {}) : value;
  }
  return result;
}

/** The value at a path of names, or undefined. */
export function valueAt(tree: SettingsTree, names: readonly string[]): unknown {
  let value: unknown = tree;
  for (const name of names) {
    if (!isMap(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** A tree that holds one value. */
export function treeOf(names: readonly string[], value: unknown): SettingsTree {
  const [first = '', ...rest] = names;
  return { [first]: rest.length === 0 ? value : treeOf(rest, value) };
}

export interface Setting {
  readonly names: readonly string[];
  readonly value: unknown;
  /** Where it stands; undefined when that is unknown, without a `key` when only other names may stand below it. */
  readonly node: KeyNode | undefined;
}

/**
 * Every single setting of a tree: what is no map, and maps of the user's own that we make use of, whole. A name of ours
 * that holds nothing sets nothing.
 */
export function* settingsOf(
  tree: SettingsTree,
  node: KeyNode | undefined,
  above: readonly string[] = [],
): Generator<Setting> {
  for (const [name, value] of Object.entries(tree)) {
    const names = [...above, name];
    // Below a key that we only accept, the key stands for every name.
    const child = node?.free === undefined ? childNamed(node, name) : node;
    if (value === null && child !== undefined && child.key === undefined) continue;
    if (isMap(value) && Object.keys(value).length > 0 && !isWhole(child)) yield* settingsOf(value, child, names);
    else yield { names, value, node: child };
  }
}

/** Whether a map there is one setting: the user's own data, or where a single value belongs. */
function isWhole(node: KeyNode | undefined): boolean {
  if (node?.key === undefined) return false;
  return node.free === undefined ? node.children.size === 0 : node.free.status === 'honour';
}
