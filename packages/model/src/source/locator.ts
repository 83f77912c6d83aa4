/** From the path of a value to its place in the text. */
import { isAlias, isMap, isSeq } from 'yaml';
import type { ParsedNode, YAMLMap } from 'yaml';
import type { Path, Range } from '../problem.ts';
import { isMergeKey, keyText } from './read-data.ts';

/**
 * The place of the value (or of its key) at a path; of its nearest ancestor that was written when there is none,
 * as for a missing property.
 */
export type Locate = (path: Path, part?: 'key' | 'value' | Within) => Range;

/** A place inside a text value: line and column of the text itself, from 1. */
export interface Within {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

type PlainMap = YAMLMap<ParsedNode, ParsedNode | null>;
type ToRange = (start: number, end: number) => Range;

export function locator(
  source: string,
  root: ParsedNode | null,
  targets: ReadonlyMap<ParsedNode, ParsedNode>,
  toRange: ToRange,
): Locate {
  const follow = (node: ParsedNode | null): ParsedNode | null =>
    node !== null && isAlias(node) ? (targets.get(node) ?? node) : node;

  function findPair(map: PlainMap, step: string): { key: ParsedNode; value: ParsedNode | null } | undefined {
    const own = map.items.find(({ key }) => !isMergeKey(key) && keyText(key) === step);
    if (own !== undefined) return own;
    for (const { key, value } of map.items) {
      if (!isMergeKey(key)) continue;
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
    if (place === null) return toRange(0, 0);
    const [start, end] = place.range;
    if (typeof part === 'string') return toRange(start, end);
    const found = offsetOf(part, source.slice(start, end));
    return found === undefined ? toRange(start, end) : toRange(start + found, start + found + part.length);
  };
}

/** Quotes, escapes and folding change a text; the line is found as long as none of them touches it. */
function offsetOf({ text, line, column }: Within, written: string): number | undefined {
  const wanted = text.split('\n')[line - 1]?.trimEnd();
  if (wanted === undefined) return undefined;
  const indent = wanted.length - wanted.trimStart().length;
  const at = written.indexOf(wanted.trimStart());
  return at < 0 ? undefined : at + Math.max(0, column - 1 - indent);
}
