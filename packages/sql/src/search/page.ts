import { IllegalArgument, type Paged, type PageRequest, type Sort } from '@windhover/model';
import type { SqlReads } from '../sql-reads.ts';
import { and, joinSql, sql, type Row, type Sql } from '../sql-text.ts';

/** Where counting stops: nobody pages that far, and an exact count reads every row. */
export const countCap = 10_000;

export type SortFields = Readonly<Record<string, Sql>>;

export interface Search {
  readonly columns: Sql;
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** Must leave no ties, or pages overlap. */
  readonly orderBy: Sql;
}

/** One page and the count of all that match, at most `countCap`, from one snapshot. */
export async function readPage<T>(
  reads: SqlReads,
  search: Search,
  page: PageRequest,
  toResult: (row: Row) => T,
): Promise<Paged<T>> {
  const { columns, from, where, orderBy } = search;
  const [counted, rows] = await reads.all([
    countUpTo(countCap, sql`from ${from} where ${and(where)}`),
    sql`select ${columns} from ${from} where ${and(where)} order by ${orderBy} ${window(page)}`,
  ]);
  return { results: rows!.map(toResult), total: totalOf(counted!) };
}

/** `from` with everything behind it. */
export function countUpTo(limit: number, from: Sql): Sql {
  return sql`select count(*) as total from (select 1 ${from} limit ${limit}) counted`;
}

export function totalOf(rows: readonly Row[]): number {
  return rows[0]?.['total'] as number;
}

/** Where a search ends that looks through `reach` rows of `inOrder`; nothing where it looks through all. */
export async function endOfReach(
  reads: SqlReads,
  { at, inOrder, reach }: { readonly at: Sql; readonly inOrder: Sql; readonly reach: number },
): Promise<Pick<Paged<never>, 'searchedTo'>> {
  const [beyond] = await reads.list(sql`select ${at} as at ${inOrder} limit 1 offset ${reach}`);
  return beyond === undefined ? {} : { searchedTo: beyond['at'] as number };
}

export function window({ page, size }: PageRequest): Sql {
  return sql`limit ${size} offset ${(Math.max(page, 1) - 1) * size}`;
}

/**
 * The order asked for, then `tieBreak`. A field that is a key sorts ties away by itself, the rest is harmless.
 * What may be absent comes first in ascending order: such columns stand in `fields` with a value for that.
 * Throws `IllegalArgument` for a field that the list cannot be sorted by.
 */
export function orderOf(sorts: readonly Sort[], fields: SortFields, tieBreak: Sql): Sql {
  const terms = sorts.map(({ field, direction }) => {
    const column = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (column === undefined) throw new IllegalArgument({ reason: `sort field '${field}' is not known here` });
    return direction === 'desc' ? sql`${column} desc` : sql`${column} asc`;
  });
  return joinSql([...terms, tieBreak]);
}
