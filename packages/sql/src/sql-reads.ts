import type { Row, Sql } from './sql-text.ts';

/** Reads of what one asker may see: each sees what was committed before it. */
export interface SqlReads {
  /** The first row, found by a key. */
  one(statement: Sql): Promise<Row | undefined>;
  /** A short list, found by a key. */
  few(statement: Sql): Promise<readonly Row[]>;
  /** What may be long, or take long. */
  list(statement: Sql): Promise<readonly Row[]>;
  /** The rows of each, all from one snapshot. */
  all(statements: readonly Sql[]): Promise<readonly (readonly Row[])[]>;
}
