/**
 * A commit of the engine is one statement: a section for each kind of row that it holds. A section is a data-modifying
 * part over rows that travel as arrays, one array a column.
 */
import { bigintArray, integerArray, textArray } from '../connection/array-parameter.ts';

export interface Column {
  readonly name: string;
  readonly type: 'text' | 'bigint' | 'integer';
  readonly values: Buffer;
}

export interface Section {
  /** By which later sections and the outcome refer to it. */
  readonly name: string;
  readonly columns: readonly Column[];
  /** `rows` is a table of the columns and `place`, empty when the fence did not hold. Must end in `returning 1`. */
  sql(rows: string): string;
  /** Sections whose rows are gone before this one's come: within a statement only a reference makes an order. */
  readonly after?: readonly string[];
}

export function text(name: string, values: readonly (string | null)[]): Column {
  return { name, type: 'text', values: textArray(values) };
}

export function bigint(name: string, values: readonly (number | null)[]): Column {
  return { name, type: 'bigint', values: bigintArray(values) };
}

export function integer(name: string, values: readonly (number | null)[]): Column {
  return { name, type: 'integer', values: integerArray(values) };
}

/** `ordered`: numbered by the database in the order of the rows. */
export function insertion(
  name: string,
  table: string,
  columns: readonly Column[],
  more: { readonly onConflict?: string; readonly after?: readonly string[]; readonly ordered?: boolean } = {},
): Section {
  const names = columns.map((column) => column.name).join(', ');
  return {
    name,
    columns,
    sql: (rows) =>
      `insert into ${table}(${names}) select ${names} from ${rows} n ${more.ordered === true ? 'order by n.place' : ''}
       ${more.onConflict ?? ''} returning 1`,
    ...(more.after !== undefined && { after: more.after }),
  };
}

/** Rows deleted by the values of all columns. */
export function deletion(name: string, table: string, columns: readonly Column[]): Section {
  const isMeant = columns.map((column) => `${table}.${column.name} = n.${column.name}`).join(' and ');
  return { name, columns, sql: (rows) => `delete from ${table} using ${rows} n where ${isMeant} returning 1` };
}
