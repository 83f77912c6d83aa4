/** Changes one property at the top of a source and leaves every other character as it is. */
import { isMap, isScalar, parseDocument } from 'yaml';
import type { ParsedNode, YAMLMap } from 'yaml';

/**
 * The source with `key: value` at its top level: in place of the value that is there, else as a line of its own behind
 * the property `after` (or in front of all). Written for values that need no quotes. Expects a source that parses.
 */
export function setProperty(source: string, key: string, value: string | boolean, after: string): string {
  const root = parseDocument(source, { uniqueKeys: false }).contents;
  if (!isMap(root)) return source;
  const pairs = (root as YAMLMap<ParsedNode, ParsedNode | null>).items;
  const find = (name: string) => pairs.find((pair) => isScalar(pair.key) && pair.key.value === name);
  const present = find(key);
  if (present !== undefined) {
    const [start, end] =
      present.value === null ? [present.key.range[1] + 1, present.key.range[1] + 1] : present.value.range;
    const gap = start === end && source[start - 1] !== ' ' ? ' ' : '';
    return `${source.slice(0, start)}${gap}${value}${source.slice(end)}`;
  }
  const before = find(after);
  if (root.flow === true) {
    const at = before?.value?.range[1] ?? root.range![0] + 1;
    const text = before === undefined ? ` "${key}": ${value},` : `, "${key}": ${value}`;
    return source.slice(0, at) + text + source.slice(at);
  }
  const at = before?.value === null || before === undefined ? root.range![0] : lineEnd(source, before.value!.range[1]);
  const gap = at > 0 && source[at - 1] !== '\n' ? '\n' : '';
  return `${source.slice(0, at)}${gap}${key}: ${value}\n${source.slice(at)}`;
}

/** Where the next line begins. */
function lineEnd(source: string, from: number): number {
  const newline = source.indexOf('\n', from);
  return newline < 0 ? source.length : newline + 1;
}
