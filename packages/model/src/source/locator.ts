/** From the path of a value to its place in the text. */
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { ParsedNode, YAMLMap } from 'yaml';
import type { Path, Range } from '../problem.ts';

/**
 * The place of the value (or of its key) at a path; of its nearest ancestor that was written when there is none,
 * as for a missing property.
 */
export type Locate = (path: Path, part?: 'key' | 'value') => Range;

type PlainMap = YAMLMap<ParsedNode, ParsedNode | null>;
type ToRange = (start: number, end: number) => Range;

export function locator(
  root: ParsedNode | null,
  targets: ReadonlyMap<ParsedNode, ParsedNode>,
  toRange: ToRange,
): Locate {
  const follow = (node: ParsedNode | null): ParsedNode | null =>
    node !== null && isAlias(node) ? (targets.get(node) ?? node) : node;

  function findPair(map: PlainMap, step: string): { key: ParsedNode; value: ParsedNode | null } | undefined {
    const own = map.items.find(({ key }) => isScalar(key) && String(key.value ?? '') === step);
    if (own !== undefined) return own;
    for (const { key, value } of map.items) {
      if (!isScalar(key) || typeof key.value !== 'symbol') continue;
      const source = follow(value);
      for (const item of isSeq(source) ? source.items : [source]) {
        const found = follow(item as ParsedNode | null);
        const pair = isMap(found) ? findPair(found as PlainMap, step) : undefined;
        if (pair !== undefined) return pair;
      }
    }
    return undefined;
  }

  return (path, part = 'value') => {
    let node = root;
    let place = root;
    for (const [index, step] of path.entries()) {
      const at: ParsedNode | null = follow(node);
      const last = index === path.length - 1;
      if (isMap(at)) {
        const pair = findPair(at as PlainMap, String(step));
        if (pair === undefined) break;
        node = pair.value;
        place = (last && part === 'key') || pair.value === null ? pair.key : pair.value;
      } else if (isSeq(at) && typeof step === 'number' && step < at.items.length) {
        node = at.items[step] as ParsedNode;
        place = node;
      } else break;
    }
    return place === null ? toRange(0, 0) : toRange(place.range[0], place.range[1]);
  };
}
