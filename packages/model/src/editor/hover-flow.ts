/** What an editor shows for the word under the pointer. Runs in browsers. */
import { describe } from '@windhover/expressions';
import { typeText } from './complete-flow.ts';
import type { JsonSchema } from './json-schema.ts';
import { descendants, outlineOf } from './outline.ts';
import { placeInSource } from './place-in-source.ts';
import { propertyOf, requiredOf, schemaAt } from './schema-at.ts';

export interface FlowHover {
  /** Offsets of the word that it is about. */
  readonly from: number;
  readonly to: number;
  /** A name, a type or a signature. */
  readonly title: string;
  /** Markdown. */
  readonly documentation: string;
}

/** Undefined where there is nothing to say. Never throws. */
export function hoverFlow(source: string, offset: number, schema: JsonSchema): FlowHover | undefined {
  const { place } = placeInSource(source, offset);
  if (place?.kind === 'expression') return hoverExpression(source, offset);
  const outline = outlineOf(source);
  const node = descendants(outline).find((candidate) => {
    const newline = source.indexOf('\n', candidate.to);
    return candidate.kind === 'key' && candidate.from <= offset && offset <= (newline < 0 ? source.length : newline);
  });
  if (node?.parent === undefined) return undefined;
  const at = schemaAt(schema, node.parent);
  if (at === undefined) return undefined;
  if (node.key === 'type' && offset > node.to && at.title !== undefined) {
    return { ...wordAt(source, offset, /[\w.]/), title: at.title, documentation: at.description ?? '' };
  }
  const property = propertyOf(at, node.key);
  if (property === undefined || offset > node.to) return undefined;
  const facts = [typeText(property), requiredOf(at).has(node.key) ? 'required' : ''].filter((fact) => fact !== '');
  return {
    from: node.from,
    to: node.to,
    title: facts.length === 0 ? node.key : `${node.key}: ${facts.join(', ')}`,
    documentation: property.description ?? '',
  };
}

function hoverExpression(source: string, offset: number): FlowHover | undefined {
  const word = wordAt(source, offset, /\w/);
  const name = source.slice(word.from, word.to);
  const before = source.slice(0, word.from).trimEnd();
  const kinds = before.endsWith('|') ? (['filter'] as const) : (['function', 'tag', 'test', 'filter'] as const);
  for (const kind of kinds) {
    const description = describe(name, kind);
    if (description !== undefined)
      return { ...word, title: description.signature, documentation: description.description };
  }
  return undefined;
}

function wordAt(source: string, offset: number, letter: RegExp): { readonly from: number; readonly to: number } {
  let from = offset;
  let to = offset;
  while (from > 0 && letter.test(source[from - 1]!)) from -= 1;
  while (to < source.length && letter.test(source[to]!)) to += 1;
  return { from, to };
}
