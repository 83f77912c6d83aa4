/**
 * Composed SQL: fragments with their values, made into text and parameters for the reader thread. A query builder would
 * bring 250 modules for what is two joins and a template.
 */
import type { SqlValue } from '../step.ts';
import type { Query } from '../threads/reader-thread.ts';

/** Text with a `?` for each of the values. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** What is inserted is a fragment, or a value that becomes a parameter: never text. */
export function sql(texts: TemplateStringsArray, ...inserted: readonly (Sql | SqlValue)[]): Sql {
  const values: SqlValue[] = [];
  let text = texts[0]!;
  inserted.forEach((item, index) => {
    if (isFragment(item)) values.push(...item.values);
    else values.push(item);
    text += (isFragment(item) ? item.text : '?') + texts[index + 1]!;
  });
  return { text, values };
}

/** At least one item; values become parameters. */
export function joinSql(items: readonly (Sql | SqlValue)[], separator = ', '): Sql {
  const fragments = items.map((item) => (isFragment(item) ? item : sql`${item}`));
  return { text: fragments.map(({ text }) => text).join(separator), values: fragments.flatMap(({ values }) => values) };
}

export function toQuery({ text, values }: Sql): Query {
  return { sql: text, parameters: values };
}

/** All of them; true when there are none. */
export function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql`(${joinSql(conditions, ' and ')})`;
}

/** Any of them; false when there are none. */
export function or(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`false` : sql`(${joinSql(conditions, ' or ')})`;
}

function isFragment(item: Sql | SqlValue): item is Sql {
  return typeof item === 'object' && item !== null;
}
