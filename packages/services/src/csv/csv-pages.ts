/** A long table as CSV, page by page, so that it never is in memory as a whole. */
import type { PageRequest } from '@windhover/model';

const pageSize = 1_000;

/** A heading, then a line for each row. The first page is searched before anything is given: what it throws is an answer still. */
export async function* csvPages<Row>(
  heading: readonly string[],
  search: (page: PageRequest) => Promise<readonly Row[]>,
  toLine: (row: Row) => string | Promise<string>,
): AsyncGenerator<Uint8Array> {
  for (let page = 1; ; page += 1) {
    const rows = await search({ page, size: pageSize, sort: [] });
    if (page === 1) yield Buffer.from(`${heading.join(',')}\r\n`);
    yield Buffer.from((await Promise.all(rows.map(async (row) => toLine(row)))).join(''));
    if (rows.length < pageSize) return;
  }
}
