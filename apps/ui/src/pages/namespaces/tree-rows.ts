import type { WireNamespace } from '../../api/namespaces.ts';

export interface NamespaceRow {
  readonly namespace: Pick<WireNamespace, 'id' | 'description'>;
  /** `none`: only a step on the way to namespaces below it. */
  readonly kind: 'created' | 'implied' | 'none';
  readonly depth: number;
  readonly hasChildren: boolean;
  /** The last word below its parent, the whole id in a search. */
  readonly label: string;
}

interface Shown {
  /** Ids whose children are hidden. */
  readonly folded: ReadonlySet<string>;
  /** In lower case; a search lists what matches, without the tree around it. */
  readonly text: string;
}

/** Namespaces as rows of a tree, each below its parent; parents that are missing are added. */
export function treeRows(
  all: readonly WireNamespace[],
  created: ReadonlySet<string>,
  { folded, text }: Shown,
): readonly NamespaceRow[] {
  const byId = new Map<string, NamespaceRow['namespace']>();
  for (const { id } of all) for (const parent of withParents(id)) byId.set(parent, { id: parent });
  for (const namespace of all) byId.set(namespace.id, namespace);
  const known = new Set(all.map(({ id }) => id));
  const parents = new Set([...byId.keys()].map(parentOf));
  return [...byId.values()]
    .filter(({ id }) => (text === '' ? !isFolded(id, folded) : id.toLowerCase().includes(text)))
    .toSorted((left, right) => compareParts(left.id.split('.'), right.id.split('.')))
    .map((namespace) => ({
      namespace,
      kind: created.has(namespace.id) ? 'created' : known.has(namespace.id) ? 'implied' : 'none',
      depth: text === '' ? namespace.id.split('.').length - 1 : 0,
      hasChildren: text === '' && parents.has(namespace.id),
      label: text === '' ? namespace.id.slice(namespace.id.lastIndexOf('.') + 1) : namespace.id,
    }));
}

/** The namespace itself and those above it, nearest last. */
function withParents(id: string): readonly string[] {
  const parts = id.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}

function parentOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('.')));
}

function isFolded(id: string, folded: ReadonlySet<string>): boolean {
  return withParents(parentOf(id)).some((parent) => folded.has(parent));
}

/** Word by word, so that `a-b` does not stand between `a` and `a.c`. */
function compareParts(left: readonly string[], right: readonly string[]): number {
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (part !== other) return part < other ? -1 : 1;
  }
  return left.length - right.length;
}
