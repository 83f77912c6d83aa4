import { IllegalArgument, type QueryFilter, type Sort } from '@windhover/model';
import type { Dialect } from '../dialect.ts';
import { anyContains, textFilter, timeFilter, type FieldFilter, type FilterFields } from '../search/filters.ts';
import { and, sql, type Sql } from '../sql-text.ts';

/** What an audit log can be asked. */
export const auditFilters: FilterFields = {
  q: anyContains([sql`body`]),
  id: textFilter(sql`id`),
  userId: textFilter(sql`user_id`),
  type: textFilter(sql`type`),
  resources: textFilter(sql`resource`),
  namespace: textFilter(sql`namespace`),
  flowId: detailFilter('flowId'),
  executionId: detailFilter('executionId'),
  startDate: timeFilter(sql`at`),
  endDate: timeFilter(sql`at`),
  details,
};

/** Newest first, unless `date` is asked for in ascending order. */
export function auditOrder([sort]: readonly Sort[]): Sql {
  return sort?.direction === 'asc' ? sql`at asc, seq asc` : sql`at desc, seq desc`;
}

function detailFilter(name: string): FieldFilter {
  return (filter, dialect) => textFilter(detailOf(name, dialect))(filter, dialect);
}

/** Each pair must be in the detail as it is. */
function details({ value }: QueryFilter, dialect: Dialect): Sql {
  if (typeof value === 'string' || Array.isArray(value))
    throw new IllegalArgument({ reason: "filter 'details' takes names with their values" });
  return and(
    Object.entries(value).map(([name, wanted]) => {
      if (!/^\w+$/.test(name))
        throw new IllegalArgument({ reason: `filter 'details': '${name}' is no name of a detail` });
      return sql`${detailOf(name, dialect)} = ${String(wanted)}`;
    }),
  );
}

/** Null where there is no such detail. */
function detailOf(name: string, dialect: Dialect): Sql {
  return sql`(${dialect.json(sql`body`)} -> 'detail' ->> ${name})`;
}
