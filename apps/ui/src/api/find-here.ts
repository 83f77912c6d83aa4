import type { Page } from './wire.ts';

export interface FindHere {
  /** From 1 on. */
  readonly page: number;
  readonly size: number;
  readonly text: string;
}

/** A page of those in which the text occurs, whatever its case: of what the server sends as a whole, since there is little. */
export function findHere<Row>(
  rows: readonly Row[],
  { page, size, text }: FindHere,
  textOf: (row: Row) => string,
): Page<Row> {
  const wanted = text.toLowerCase();
  const found = rows.filter((row) => textOf(row).toLowerCase().includes(wanted));
  return { results: found.slice((page - 1) * size, page * size), total: found.length };
}
