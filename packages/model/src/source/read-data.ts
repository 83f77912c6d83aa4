/** The tree of a YAML document as plain data: aliases and merge keys resolved, maps without prototype. */
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { ParsedNode, YAMLMap } from 'yaml';
import type { Json } from '../json.ts';
import type { Path, ProblemCode } from '../problem.ts';
import { textOf } from '../text-of.ts';
import { sourceLimits } from './source-limits.ts';

export type ReportAt = (code: ProblemCode, message: string, node: ParsedNode, path: Path) => void;

interface Anchor {
  readonly node: ParsedNode;
  readonly value: Json;
  /** Values and aliases inside it, all written out. */
  readonly values: number;
  readonly aliases: number;
}

const forbiddenKey = '__proto__';
const tooDeep = `The source is nested more than ${sourceLimits.depth} levels deep`;

/** Data and, for each alias, the node that it stands for. Problems are reported and leave null in their place. */
export function readData(
  root: ParsedNode,
  report: ReportAt,
): { data: Json; targets: ReadonlyMap<ParsedNode, ParsedNode> } {
  const targets = new Map<ParsedNode, ParsedNode>();
  const anchors = new Map<string, Anchor | 'open'>();
  let aliases = 0;
  let values = 0;
  let exhausted = false;

  function read(node: ParsedNode | null, path: Path): Json {
    values += 1;
    if (node === null || exhausted) return null;
    if (path.length > sourceLimits.depth) return refuse('LIMIT', tooDeep, node, path);
    if (isAlias(node)) return readAlias(node, path);
    if (node.tag !== undefined) return refuse('SYNTAX', `The tag '${node.tag}' is not allowed; remove it`, node, path);
    if (node.anchor === undefined) return readPlain(node, path);
    const before = { values, aliases };
    anchors.set(node.anchor, 'open');
    const value = readPlain(node, path);
    anchors.set(node.anchor, { node, value, values: values - before.values, aliases: aliases - before.aliases });
    return value;
  }

  function readPlain(node: ParsedNode, path: Path): Json {
    if (isScalar(node)) return typeof node.value === 'string' ? readText(node.value, node, path) : (node.value as Json);
    if (isSeq(node)) return node.items.map((item, index) => read(item as ParsedNode, [...path, index]));
    return isMap(node) ? readMap(node as YAMLMap<ParsedNode, ParsedNode | null>, path) : null;
  }

  /** What no database takes: NUL, and halves of surrogate pairs. */
  function readText(text: string, node: ParsedNode, path: Path): string | null {
    if (!text.includes('\0') && text.isWellFormed()) return text;
    return refuse('SYNTAX', 'A text must not hold NUL characters or halves of surrogate pairs', node, path);
  }

  function readMap(node: YAMLMap<ParsedNode, ParsedNode | null>, path: Path): Json {
    const map: { [key: string]: Json } = Object.create(null);
    const merged: { value: Json; node: ParsedNode }[] = [];
    for (const { key, value } of node.items) {
      if (isMergeKey(key)) {
        const source = read(value, path);
        for (const item of Array.isArray(source) ? source : [source]) merged.push({ value: item, node: key });
        continue;
      }
      const text = keyText(key);
      const at = [...path, text];
      readText(text, key, at);
      if (text === forbiddenKey) refuse('SYNTAX', `The key '${forbiddenKey}' is not allowed`, key, at);
      else if (Object.hasOwn(map, text)) refuse('SYNTAX', `Duplicate field '${text}'; keep one of them`, key, at);
      else map[text] = read(value, at);
    }
    for (const source of merged) {
      if (typeof source.value !== 'object' || source.value === null || Array.isArray(source.value)) {
        refuse('SYNTAX', "'<<' takes a map, an alias of a map, or a list of them", source.node, path);
        continue;
      }
      for (const [name, value] of Object.entries(source.value))
        if (!Object.hasOwn(map, name)) map[name] = value as Json;
    }
    return map;
  }

  function readAlias(node: ParsedNode & { source: string }, path: Path): Json {
    const anchor = anchors.get(node.source);
    if (anchor === undefined)
      return refuse('SYNTAX', `The alias '*${node.source}' has no anchor before it`, node, path);
    if (anchor === 'open') return refuse('SYNTAX', `The alias '*${node.source}' refers to itself`, node, path);
    aliases += 1 + anchor.aliases;
    values += anchor.values;
    if (aliases > sourceLimits.aliases || values > sourceLimits.values) {
      exhausted = true;
      return refuse('LIMIT', `Aliases are expanded more than ${sourceLimits.aliases} times; repeat less`, node, path);
    }
    targets.set(node, anchor.node);
    return anchor.value;
  }

  function refuse(code: ProblemCode, message: string, node: ParsedNode, path: Path): null {
    report(code, message, node, path);
    return null;
  }

  return { data: read(root, []), targets };
}

/** `<<`, without quotes: what follows is merged into the map. */
export function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

export function keyText(key: ParsedNode): string {
  return isScalar(key) ? textOf(key.value) : '';
}
