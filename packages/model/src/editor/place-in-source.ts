/** Where the cursor is: at a key, at a value, or inside an expression. */
import { enclosing, outlineOf } from './outline.ts';
import type { OutlineNode } from './outline.ts';

export type PlaceInSource =
  | {
      /** A name is being typed: a key of the map, or a plain item of the list, that `within` is or becomes. */
      readonly kind: 'key' | 'item';
      readonly within: OutlineNode;
      readonly word: string;
      readonly from: number;
    }
  | {
      readonly kind: 'value';
      readonly within: OutlineNode;
      readonly key: string;
      readonly word: string;
      readonly from: number;
    }
  | { readonly kind: 'expression'; readonly template: string; readonly offset: number; readonly start: number };

export interface CursorPlace {
  readonly outline: OutlineNode;
  readonly place: PlaceInSource | undefined;
}

export function placeInSource(source: string, offset: number): CursorPlace {
  const lineStart = offset === 0 ? 0 : source.lastIndexOf('\n', offset - 1) + 1;
  const newline = source.indexOf('\n', offset);
  const lineEnd = newline < 0 ? source.length : newline;
  // The line at the cursor is taken out: what is half typed is no part of the tree
  const outline = outlineOf(source.slice(0, lineStart) + ' '.repeat(lineEnd - lineStart) + source.slice(lineEnd));
  const expression = expressionAt(source, offset);
  if (expression !== undefined) return { outline, place: expression };
  return { outline, place: placeInLine(outline, source.slice(lineStart, offset), lineStart) };
}

function placeInLine(outline: OutlineNode, before: string, lineStart: number): PlaceInSource | undefined {
  if (/(?:^|\s)#/.test(before)) return undefined;
  const match = /^(\s*)((?:-\s+)*)(?:([^\s:#'"]+)\s*:\s+(["']?)(.*)|(\S*))$/.exec(before);
  if (match === null) return undefined;
  const [, spaces = '', dashes = '', key, , value = '', word = ''] = match;
  const indent = spaces.length + dashes.length;
  const last = lastBefore(outline, lineStart);
  const within =
    dashes === ''
      ? enclosing(last, indent, 'key')
      : itemAt(enclosing(last, spaces.length, 'item'), lineStart, spaces.length);
  if (key !== undefined)
    return { kind: 'value', within, key, word: value, from: lineStart + before.length - value.length };
  const from = lineStart + before.length - word.length;
  return { kind: dashes === '' ? 'key' : 'item', within, word, from };
}

/** The item that a new dash makes; keys that follow below it already belong to it. */
function itemAt(list: OutlineNode, lineStart: number, indent: number): OutlineNode {
  const item: OutlineNode = {
    kind: 'item',
    key: '',
    value: '',
    indent,
    parent: list,
    children: [],
    from: lineStart,
    to: lineStart,
  };
  return item;
}

function lastBefore(root: OutlineNode, offset: number): OutlineNode {
  let found = root;
  let node: OutlineNode | undefined = root;
  while (node !== undefined) {
    found = node;
    node = node.children.findLast((child) => child.from < offset);
  }
  return found;
}

/** The template around the offset: from the beginning of its value to the end of its line. */
function expressionAt(source: string, offset: number): PlaceInSource | undefined {
  const opening = Math.max(source.lastIndexOf('{{', offset - 1), source.lastIndexOf('{%', offset - 1));
  if (opening < 0 || opening + 2 > offset) return undefined;
  const between = source.slice(opening + 2, offset);
  if (between.includes('}}') || between.includes('%}') || between.length > 10_000) return undefined;
  const closing = /[%}]\}/.exec(source.slice(offset));
  const lineEnd = source.indexOf('\n', offset);
  const end = closing !== null ? offset + closing.index + 2 : lineEnd < 0 ? source.length : lineEnd;
  return { kind: 'expression', template: source.slice(opening, end), offset: offset - opening, start: opening };
}
