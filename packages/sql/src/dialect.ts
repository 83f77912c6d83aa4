import type { SqlStep } from './sql-step.ts';
import type { OneTenant, Sql } from './sql-text.ts';

/** Where databases speak differently. */
export interface Dialect {
  /** Between a text and a pattern: is like it, whatever the case of letters. */
  readonly like: Sql;
  /** Between a text and a regular expression: matches it. */
  readonly regexp: Sql;
  /** The column is one of the few values that the question finds, which is answered before anything else is looked at. */
  among(column: Sql, question: Sql): Sql;
  /** The column is one of the values: one text, however many there are. */
  listed(column: Sql, values: readonly string[] | readonly number[]): Sql;
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
  /** Takes the rows of executions out of `execution_labels`; `runs` asks for their numbers. */
  deleteLabels(tenant: OneTenant, runs: Sql): Sql;
  /** SHA-256 of the text in UTF-8, in hexadecimal digits. */
  sha256(text: Sql): Sql;
  /** HMAC-SHA-256 under the key of the text in UTF-8, in hexadecimal digits. The key goes along as a value. */
  hmac(key: Uint8Array, text: Sql): Sql;
  /** JSON as it is stored where statements look into it. */
  readableJson(json: string): string;
  /**
   * Until the end of the unit nobody else has the lock of this name; `shared` keeps only those out who want it alone. For
   * what no row stands for that could be locked.
   */
  lock(name: string, of?: { readonly tenant: OneTenant; readonly mode?: 'alone' | 'shared' }): readonly SqlStep[];
  /** Nobody else changes the rows that the question finds, until the end of the unit. */
  lockRows(question: Sql): readonly SqlStep[];
}
