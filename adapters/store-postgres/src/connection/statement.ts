/** SQL with its values, and what comes back. */

/** A `Buffer` is an array in PostgreSQL's binary form: `array-parameter.ts`. */
export type SqlValue = null | number | string | Buffer;

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
  /** Worth preparing: one of a fixed number of texts. */
  readonly isFixed: boolean;
}

export type Row = Readonly<Record<string, null | number | string>>;

export interface Answer {
  readonly rows: readonly Row[];
  /** Rows that were inserted, updated, deleted or read. */
  readonly changes: number;
}

export function fixed(sql: string, ...parameters: readonly SqlValue[]): Statement {
  return { sql, parameters, isFixed: true };
}
