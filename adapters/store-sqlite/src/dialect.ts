import { sql, textMaker, type Dialect } from '@windhover/sql';

/** One writer makes one commit after the other: nobody has to be locked out. */
export const dialect: Dialect = {
  like: sql`like`,
  regexp: sql`regexp`,
  json: (column) => column,
  linesOf: (array) => sql`json_each(${array}) line`,
  lineNumber: sql`line.key`,
  linesAsArray: sql`json_group_array(json(line.value))`,
  chunkNumber: sql`rowid`,
  sha256: (text) => sql`sha256(${text})`,
  readableJson: (json) => json,
  lock: () => [],
  lockRows: () => [],
};

/** Every value has a place of its own, in order. */
export const textOf = textMaker(() => '?');
