/** What an editor offers at the cursor: keys, types, values, ids, and what fits inside an expression. Runs in browsers. */
import { completeAt } from '@windhover/expressions';
import { expressionEnvironment, tasksOf } from './expression-environment.ts';
import type { JsonSchema } from './json-schema.ts';
import { childOf } from './outline.ts';
import type { OutlineNode } from './outline.ts';
import { placeInSource } from './place-in-source.ts';
import { alternativesOf, propertiesOf, propertyOf, requiredOf, schemaAt, valuesOf } from './schema-at.ts';

/** A candidate; `insertText` replaces the source between `from` and `to`. */
export interface FlowCompletion {
  readonly label: string;
  readonly kind: 'property' | 'type' | 'value' | 'id' | 'expression';
  readonly insertText: string;
  readonly from: number;
  readonly to: number;
  /** A few words beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly deprecated?: boolean;
}

/** Candidates in the order in which they should be shown, required properties first. Never throws; empty where nothing is known. */
export function completeFlow(source: string, offset: number, schema: JsonSchema): readonly FlowCompletion[] {
  const { outline, place } = placeInSource(source, offset);
  if (place === undefined) return [];
  if (place.kind === 'expression') {
    const found = completeAt(place.template, place.offset, expressionEnvironment(outline, schema));
    return found.map(({ label, insertText, detail, from, to }) => ({
      label,
      kind: 'expression',
      insertText,
      from: place.start + from,
      to: place.start + to,
      ...(detail !== undefined && { detail }),
    }));
  }
  const at = schemaAt(schema, place.within);
  const range = { from: place.from, to: offset };
  const candidates =
    place.kind === 'value'
      ? valueCandidates(outline, schema, at, place.within, place.key)
      : [
          ...(place.kind === 'item' ? itemCandidates(outline, schema, place.within) : []),
          ...keyCandidates(at, place.within),
        ];
  const wanted = place.word.toLowerCase();
  return candidates
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .map((candidate) => ({ ...candidate, ...range }));
}

type Candidate = Omit<FlowCompletion, 'from' | 'to'>;

function keyCandidates(at: JsonSchema | undefined, within: OutlineNode): readonly Candidate[] {
  if (at === undefined) return [];
  const required = requiredOf(at);
  const all = [...propertiesOf(at)]
    .filter(([name]) => childOf(within, name) === undefined)
    .map(([name, property]): Candidate => ({
      label: name,
      kind: 'property',
      insertText: `${name}: `,
      detail: [typeText(property), required.has(name) ? 'required' : ''].filter((part) => part !== '').join(', '),
      ...(property.description !== undefined && { documentation: property.description }),
      ...(property.deprecated === true && { deprecated: true }),
    }));
  const rank = (candidate: Candidate): number =>
    required.has(candidate.label) ? 0 : candidate.deprecated === true ? 2 : 1;
  return all.sort((one, other) => rank(one) - rank(other));
}

function valueCandidates(
  outline: OutlineNode,
  schema: JsonSchema,
  at: JsonSchema | undefined,
  within: OutlineNode,
  key: string,
): readonly Candidate[] {
  if (key === 'type') {
    const outer = within.parent === undefined ? undefined : schemaAt(schema, { ...within, children: [] });
    const types = alternativesOf(outer ?? {});
    if (types.length > 0) return types.map((name) => typeCandidate(schema, name));
  }
  const property = at === undefined ? undefined : propertyOf(at, key);
  return property === undefined ? [] : [...listedValues(property), ...(key === 'dependsOn' ? ids(outline) : [])];
}

function itemCandidates(outline: OutlineNode, schema: JsonSchema, item: OutlineNode): readonly Candidate[] {
  const at = schemaAt(schema, item);
  const list = item.parent;
  if (list?.key === 'dependsOn') return ids(outline);
  if (list?.key === 'inputs' && list.parent?.key === 'dependsOn') return inputIds(outline);
  return at === undefined ? [] : listedValues(at);
}

function typeCandidate(schema: JsonSchema, name: string): Candidate {
  const definition = schema.$defs?.[name];
  const type = name.startsWith('input.') ? name.slice('input.'.length) : name;
  return {
    label: type,
    kind: 'type',
    insertText: type,
    ...(definition?.title !== undefined && { detail: definition.title }),
    ...(definition?.description !== undefined && { documentation: definition.description }),
    ...(definition?.deprecated === true && { deprecated: true }),
  };
}

function listedValues(schema: JsonSchema): readonly Candidate[] {
  return valuesOf(schema).map((value) => ({
    label: String(value),
    kind: 'value' as const,
    insertText: String(value),
    ...(value === schema.default && { detail: 'default' }),
  }));
}

function ids(outline: OutlineNode): readonly Candidate[] {
  return tasksOf(outline).map(({ id, type }) => ({ label: id, kind: 'id' as const, insertText: id, detail: type }));
}

function inputIds(outline: OutlineNode): readonly Candidate[] {
  return (childOf(outline, 'inputs')?.children ?? []).flatMap((item) => {
    const id = childOf(item, 'id')?.value;
    return id === undefined ? [] : [{ label: id, kind: 'id' as const, insertText: id }];
  });
}

/** `text`, `list` …: what the value is, in a word. */
export function typeText(schema: JsonSchema): string {
  if (schema.format !== undefined) return schema.format;
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ');
  if (typeof schema.type === 'string') return schema.type;
  return [...new Set((schema.anyOf ?? []).map(typeText).filter((text) => text !== ''))].join(' | ');
}
