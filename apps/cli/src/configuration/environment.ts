/** Configuration from environment variables: `KESTRA_STORAGE_LOCAL_BASE_PATH=/x` is `kestra.storage.local.base-path: /x`. */
import { relaxedName, type KeyNode } from './key-tree.ts';
import { merged, treeOf, type SettingsTree } from './settings-tree.ts';

/** The places of a variable in the tree of settings, with the number of known names on the way: the more, the better. */
interface Match {
  readonly names: readonly string[];
  readonly known: number;
}

/**
 * All settings that the environment makes. Only variables that spell a known key count: a `_` may stand for a dot, a
 * hyphen or a camelCase border, so the list of keys decides. Below maps of the user's own `_` is a dot and `__` a hyphen.
 */
export function settingsFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  keys: KeyNode,
): SettingsTree {
  const lists = new Map<string, { names: readonly string[]; items: Map<number, string> }>();
  let tree: SettingsTree = {};
  for (const [variable, value] of Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const names = value === undefined ? undefined : settingOfVariable(variable, keys);
    if (names === undefined || value === undefined) continue;
    const index = Number(names.at(-1));
    if (!Number.isInteger(index)) {
      tree = merged(tree, treeOf(names, value));
      continue;
    }
    const listNames = names.slice(0, -1);
    const list = lists.get(listNames.join('.')) ?? { names: listNames, items: new Map() };
    list.items.set(index, value);
    lists.set(listNames.join('.'), list);
  }
  for (const { names, items } of lists.values()) {
    const sorted = [...items].sort(([a], [b]) => a - b).map(([, value]) => value);
    tree = merged(tree, treeOf(names, sorted));
  }
  return tree;
}

/** Where a variable's value belongs; a last number is an index into a list. Undefined when it spells no known key. */
export function settingOfVariable(variable: string, keys: KeyNode): readonly string[] | undefined {
  // Configuration variables are upper case; `http_proxy` and the like are somebody else's.
  if (!/^[A-Z][A-Z0-9]*(_[A-Z0-9_]+)$/.test(variable)) return undefined;
  const words = variable.replaceAll('__', '-').split('_');
  const [best] = matches(words, keys).sort((a, b) => b.known - a.known);
  return best?.names;
}

function matches(words: readonly string[], node: KeyNode): Match[] {
  if (words.length === 0) return node.key === undefined ? [] : [{ names: [], known: 0 }];
  const found: Match[] = [];
  if (node.free !== undefined) found.push({ names: words.map((word) => word.toLowerCase()), known: 0 });
  if (node.key?.type === 'list' && words.length === 1 && /^\d+$/.test(words[0] ?? ''))
    found.push({ names: words, known: 1 });
  for (let taken = 1; taken <= words.length; taken += 1) {
    const name = words.slice(0, taken).join('_');
    const child = node.children.get(relaxedName(name));
    const below = words.slice(taken);
    if (child !== undefined) found.push(...under(child.spelling, matches(below, child), 1));
    if (node.anyName !== undefined) found.push(...under(name.toLowerCase(), matches(below, node.anyName), 0));
  }
  return found;
}

function under(name: string, found: readonly Match[], known: number): Match[] {
  return found.map((match) => ({ names: [name, ...match.names], known: match.known + known }));
}
