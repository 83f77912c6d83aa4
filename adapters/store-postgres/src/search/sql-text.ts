/** Composed SQL: fragments with their values, made into text and parameters. */
import type { SqlValue, Statement } from '../connection/statement.ts';

/** Text with a place for a value between each chunk and the next. */
export interface Sql {
  readonly chunks: readonly string[];
  readonly values: readonly SqlValue[];
}

/** What is inserted is a fragment, or a value that becomes a parameter: never text. */
export function sql(texts: TemplateStringsArray, ...inserted: readonly (Sql | SqlValue)[]): Sql {
  return inserted.reduce<Sql>(
    (before, item, index) => followedBy(followedBy(before, toFragment(item)), rawSql(texts[index + 1]!)),
    rawSql(texts[0]!),
  );
}

/** Text of our own as it is. */
export function rawSql(text: string): Sql {
  return { chunks: [text], values: [] };
}

/** At least one item; values become parameters. */
export function joinSql(items: readonly (Sql | SqlValue)[], separator = ', '): Sql {
  return items.map(toFragment).reduce((before, item) => followedBy(followedBy(before, rawSql(separator)), item));
}

/** Not to be prepared: lists of values and filters give ever new texts, and each its own best plan. */
export function toStatement({ chunks, values }: Sql): Statement {
  const text = chunks.map((chunk, index) => (index === 0 ? chunk : `$${String(index)}${chunk}`)).join('');
  return { sql: text, parameters: values, isFixed: false };
}

/** All of them; true when there are none. */
export function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql`(${joinSql(conditions, ' and ')})`;
}

/** Any of them; false when there are none. */
export function or(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`false` : sql`(${joinSql(conditions, ' or ')})`;
}

function followedBy(one: Sql, other: Sql): Sql {
  const border = one.chunks.at(-1)! + other.chunks[0]!;
  return {
    chunks: [...one.chunks.slice(0, -1), border, ...other.chunks.slice(1)],
    values: [...one.values, ...other.values],
  };
}

function toFragment(item: Sql | SqlValue): Sql {
  if (typeof item === 'object' && item !== null && 'chunks' in item) return item;
  return { chunks: ['', ''], values: [item] };
}
