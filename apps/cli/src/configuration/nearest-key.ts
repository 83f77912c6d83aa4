/** The known key that a misspelt one most likely meant. */
import { relaxedName, type KeyNode } from './key-tree.ts';

/** Undefined when nothing is near: more than a third of the letters differ. */
export function nearestKey(path: string, keys: KeyNode): string | undefined {
  const wanted = path.split('.').map(relaxedName).join('.');
  let best: { path: string; distance: number } | undefined;
  for (const known of pathsOf(keys, [])) {
    const distance = editDistance(wanted, known.split('.').map(relaxedName).join('.'));
    if (best === undefined || distance < best.distance) best = { path: known, distance };
  }
  return best !== undefined && best.distance <= wanted.length / 3 ? best.path : undefined;
}

function* pathsOf(node: KeyNode, above: readonly string[]): Generator<string> {
  if (node.key !== undefined && node.key.status === 'honour') yield above.join('.');
  for (const child of node.children.values()) yield* pathsOf(child, [...above, child.spelling]);
}

/** Insertions, deletions and replacements that turn one text into the other. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
