import type { SqlStep } from './sql-step.ts';
import type { OneTenant, Sql } from './sql-text.ts';

/** Where databases speak differently. */
export interface Dialect {
  /** Between a text and a pattern: is like it, whatever the case of letters. */
  readonly like: Sql;
  /** Between a text and a regular expression: matches it. */
  readonly regexp: Sql;
  /** The column, which holds JSON as text, as what `->` and `->>` take apart. */
  json(column: Sql): Sql;
  /** Items of a JSON array as the table `line`, whose `value` is the item. Follows `from` or `cross join`. */
  linesOf(array: Sql): Sql;
  /** Position of a line in its array, for `order by`. */
  readonly lineNumber: Sql;
  /** Aggregate: lines as a JSON array again. */
  readonly linesAsArray: Sql;
  /** Column of `log_chunks` that tells chunks of one time apart, in the order of their insertion. */
  readonly chunkNumber: Sql;
  /** SHA-256 of the text in UTF-8, in hexadecimal digits. */
  sha256(text: Sql): Sql;
  /** JSON as it is stored where statements look into it. */
  readableJson(json: string): string;
  /** Nobody else has the lock of this name, among the tenant's or the instance's, until the end of the unit. */
  lock(name: string, tenant?: OneTenant): readonly SqlStep[];
  /** Nobody else changes the rows that the question finds, until the end of the unit. */
  lockRows(question: Sql): readonly SqlStep[];
}
