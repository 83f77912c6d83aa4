/**
 * Composed SQL: fragments with their values, made into text by the adapter. A query builder would bring 250 modules for
 * what is two joins and a template.
 */
import { invariant, type TenantKey } from '@windhover/model';
import { chunksOfShape } from './shapes.ts';

/** What travels to a database as a parameter. */
export type SqlValue = null | number | string;

/** A row as a database answers it; flags are 0 or 1, instants are epoch milliseconds. */
export type Row = Readonly<Record<string, SqlValue>>;

/** Whose rows a statement is about. In a template it stands for the tenant's key, and makes the statement that tenant's. */
export interface OneTenant {
  readonly tenantKey: TenantKey;
}

/** Text with a place for a value between each chunk and the next. */
export interface Sql {
  readonly chunks: readonly string[];
  readonly values: readonly SqlValue[];
  /** Whose it is; undefined: it names no tenant. */
  readonly tenantKey?: TenantKey | undefined;
  /** Made of templates only: one of a limited number of texts, worth preparing. Its chunks are the same object each time. */
  readonly isFixed: boolean;
}

type Inserted = Sql | SqlValue | OneTenant;

/** What is inserted is a fragment, or a value that becomes a parameter: never text. */
export function sql(texts: TemplateStringsArray, ...inserted: readonly Inserted[]): Sql {
  const pieces = inserted.map(toFragment);
  return ofPieces(chunksOf(texts, pieces), pieces);
}

const ofTexts = new Map<string, Sql>();

/** Text of our own as it is: one of a few, remembered for its chunks to be the same each time. */
export function rawSql(text: string): Sql {
  let known = ofTexts.get(text);
  if (known === undefined) ofTexts.set(text, (known = { chunks: [text], values: [], isFixed: true }));
  return known;
}

/** At least one item; values become parameters. */
export function joinSql(items: readonly Inserted[], separator = ', '): Sql {
  const pieces = items.map(toFragment);
  const texts = ['', ...items.slice(1).map(() => separator), ''];
  return { ...ofPieces(woven(texts, pieces), pieces), isFixed: false };
}

/** All of them; true when there are none. */
export function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql`(${joinSql(conditions, ' and ')})`;
}

/** Any of them; false when there are none. */
export function or(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`false` : sql`(${joinSql(conditions, ' or ')})`;
}

/** Makes a statement's text, a fixed one once; `place` names the place of a value, which is counted from 1. */
export function textMaker(place: (number: number) => string): (statement: Sql) => string {
  const made = new WeakMap<readonly string[], string>();
  const make = (chunks: readonly string[]): string =>
    chunks.map((chunk, index) => (index === 0 ? chunk : place(index) + chunk)).join('');
  return ({ chunks, isFixed }) => {
    if (!isFixed) return make(chunks);
    let text = made.get(chunks);
    if (text === undefined) made.set(chunks, (text = make(chunks)));
    return text;
  };
}

const aValue = ['', ''];

function toFragment(item: Inserted): Sql {
  if (item === null || typeof item !== 'object') return { chunks: aValue, values: [item], isFixed: true };
  if ('chunks' in item) return item;
  return { chunks: aValue, values: [item.tenantKey], tenantKey: item.tenantKey, isFixed: true };
}

function ofPieces(chunks: readonly string[], pieces: readonly Sql[]): Sql {
  const values: SqlValue[] = [];
  let tenantKey: TenantKey | undefined;
  let isFixed = true;
  for (const piece of pieces) {
    for (const value of piece.values) values.push(value);
    if (piece.tenantKey !== undefined) {
      invariant(tenantKey === undefined || tenantKey === piece.tenantKey, 'a statement is about one tenant');
      tenantKey = piece.tenantKey;
    }
    isFixed &&= piece.isFixed;
  }
  return { chunks, values, tenantKey, isFixed };
}

function chunksOf(texts: TemplateStringsArray, pieces: readonly Sql[]): readonly string[] {
  if (pieces.every(({ chunks }) => chunks === aValue)) return texts;
  if (!pieces.every(({ isFixed }) => isFixed)) return woven(texts, pieces);
  return chunksOfShape([texts, ...pieces.map(({ chunks }) => chunks)], () => woven(texts, pieces));
}

function woven(texts: readonly string[], pieces: readonly Sql[]): readonly string[] {
  const chunks = [texts[0]!];
  for (const [index, piece] of pieces.entries()) {
    chunks[chunks.length - 1]! += piece.chunks[0]!;
    chunks.push(...piece.chunks.slice(1));
    chunks[chunks.length - 1]! += texts[index + 1]!;
  }
  return chunks;
}
