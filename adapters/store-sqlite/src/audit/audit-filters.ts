import { IllegalArgument, type QueryFilter } from '@windhover/model';
import { anyContains, textFilter, timeFilter, type FilterFields } from '../search/filters.ts';
import { and, sql, type Sql } from '../search/sql-text.ts';

/** What an audit log can be asked. */
export const auditFilters: FilterFields = {
  q: anyContains([sql`body`]),
  id: textFilter(sql`id`),
  userId: textFilter(sql`user_id`),
  type: textFilter(sql`type`),
  resources: textFilter(sql`resource`),
  namespace: textFilter(sql`namespace`),
  flowId: textFilter(sql`body ->> '$.detail.flowId'`),
  executionId: textFilter(sql`body ->> '$.detail.executionId'`),
  startDate: timeFilter(sql`at`),
  endDate: timeFilter(sql`at`),
  details,
};

/** Each pair must be in the detail as it is. */
function details({ value }: QueryFilter): Sql {
  if (typeof value === 'string' || Array.isArray(value))
    throw new IllegalArgument({ reason: "filter 'details' takes names with their values" });
  return and(
    Object.entries(value).map(([name, wanted]) => {
      if (!/^\w+$/.test(name))
        throw new IllegalArgument({ reason: `filter 'details': '${name}' is no name of a detail` });
      return sql`body ->> ${`$.detail.${name}`} = ${String(wanted)}`;
    }),
  );
}
