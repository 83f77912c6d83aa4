/**
 * The tree of a source by its indentation alone: what the editor works on while the text is being typed and is no valid
 * YAML yet. Knows block style only; text blocks are one value.
 */

export interface OutlineNode {
  /** A key of a map, or an item of a list. */
  readonly kind: 'root' | 'key' | 'item';
  /** Of keys. */
  readonly key: string;
  /** What stands behind the colon or the dash on the same line, without quotes; empty for maps and lists. */
  readonly value: string;
  /** Column at which the key or dash begins, from 0. */
  readonly indent: number;
  readonly parent: OutlineNode | undefined;
  readonly children: OutlineNode[];
  /** Offsets of the key in the source. */
  readonly from: number;
  readonly to: number;
}

const keyPattern = /^("[^"]*"|'[^']*'|[^\s#:'"[\]{},-][^#:]*?|-[^\s#:][^#:]*?)\s*:(?:\s+(.*)|$)/;
const blockText = /^[|>][-+\d]*\s*(?:#.*)?$/;

export function outlineOf(source: string): OutlineNode {
  const root = makeNode('root', '', '', -1, undefined, 0, 0);
  let current = root;
  let textIndent: number | undefined;
  let offset = 0;
  for (const line of source.split('\n')) {
    const start = offset;
    offset += line.length + 1;
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    let indent = line.length - line.trimStart().length;
    if (textIndent !== undefined && indent > textIndent) continue;
    textIndent = undefined;
    let rest = line.slice(indent);
    while (rest === '-' || rest.startsWith('- ')) {
      const parent = enclosing(current, indent, 'item');
      const after = rest.slice(1);
      const gap = after.length - after.trimStart().length;
      const isKey = keyPattern.test(after.trimStart());
      current = makeNode(
        'item',
        '',
        isKey ? '' : unquote(after.trim()),
        indent,
        parent,
        start + indent,
        start + indent + 1,
      );
      parent.children.push(current);
      if (blockText.test(after.trim())) textIndent = indent;
      rest = after.trimStart();
      indent += 1 + Math.max(1, gap);
    }
    const match = keyPattern.exec(rest);
    if (match === null) continue;
    const parent = enclosing(current, indent, 'key');
    const from = start + indent;
    const value = (match[2] ?? '').trim();
    current = makeNode(
      'key',
      unquote(match[1]!),
      blockText.test(value) ? '' : unquote(value),
      indent,
      parent,
      from,
      from + match[1]!.length,
    );
    parent.children.push(current);
    if (blockText.test(value)) textIndent = indent;
  }
  return root;
}

/** The node in which something that begins at a column stands. A list may begin at the column of its own key. */
export function enclosing(from: OutlineNode, indent: number, kind: 'key' | 'item'): OutlineNode {
  let node = from;
  while (node.parent !== undefined) {
    const holds = node.indent < indent || (node.indent === indent && kind === 'item' && node.kind === 'key');
    if (holds) break;
    node = node.parent;
  }
  return node;
}

export function childOf(node: OutlineNode, key: string): OutlineNode | undefined {
  return node.children.find((child) => child.kind === 'key' && child.key === key);
}

/** Every node below, in the order of the source. */
export function descendants(node: OutlineNode): readonly OutlineNode[] {
  return node.children.flatMap((child) => [child, ...descendants(child)]);
}

function makeNode(
  kind: OutlineNode['kind'],
  key: string,
  value: string,
  indent: number,
  parent: OutlineNode | undefined,
  from: number,
  to: number,
): OutlineNode {
  return { kind, key, value, indent, parent, children: [], from, to };
}

function unquote(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  return quoted === null ? text.replace(/\s+#.*$/, '') : quoted[2]!;
}
