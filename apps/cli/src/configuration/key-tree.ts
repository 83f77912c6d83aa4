/** The known keys as a tree, so that a key is found in any spelling, and every source speaks of it in one. */
import type { KnownKey } from './known-key.ts';

export interface KeyNode {
  /** The name as the manual spells it. */
  readonly spelling: string;
  readonly children: ReadonlyMap<string, KeyNode>;
  /** Where any name of the user's may stand (`datasources.*`). */
  readonly anyName: KeyNode | undefined;
  /** The key that ends here. */
  readonly key: KnownKey | undefined;
  /** The key whose value is the user's own data: names below it keep their spelling. */
  readonly free: KnownKey | undefined;
}

interface GrowingNode extends KeyNode {
  readonly children: Map<string, GrowingNode>;
  anyName: GrowingNode | undefined;
  key: KnownKey | undefined;
  free: KnownKey | undefined;
}

/** `default-tenant`, `defaultTenant` and `default_tenant` are one name. */
export function relaxedName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}

export function keyTree(keys: readonly KnownKey[]): KeyNode {
  const root = emptyNode('');
  for (const key of keys) {
    const names = key.path.split('.');
    const isFree = names.at(-1) === '**';
    const node = (isFree ? names.slice(0, -1) : names).reduce(childOf, root);
    node.key ??= key;
    if (isFree || key.type === 'map' || key.type === 'maps' || key.type === 'any') node.free ??= key;
  }
  return root;
}

/** The node below `node` that a name in any spelling leads to; undefined when no key is known there. */
export function childNamed(node: KeyNode | undefined, name: string): KeyNode | undefined {
  return node?.children.get(relaxedName(name)) ?? node?.anyName;
}

function childOf(node: GrowingNode, name: string): GrowingNode {
  if (name === '*') return (node.anyName ??= emptyNode('*'));
  const relaxed = relaxedName(name);
  const child = node.children.get(relaxed) ?? emptyNode(name);
  node.children.set(relaxed, child);
  return child;
}

function emptyNode(spelling: string): GrowingNode {
  return { spelling, children: new Map(), anyName: undefined, key: undefined, free: undefined };
}
