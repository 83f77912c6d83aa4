import { parseDuration } from '@windhover/expressions';
import { IllegalArgument, type QueryFilter } from '@windhover/model';

/** `timeRange`, an ISO duration back from now, as the bound on `startDate` that it is. Other filters stay as they are. */
export function withoutTimeRange(filters: readonly QueryFilter[], now: number): readonly QueryFilter[] {
  return filters.map((filter) => (filter.field === 'timeRange' ? sinceFilter(filter, now) : filter));
}

function sinceFilter({ value }: QueryFilter, now: number): QueryFilter {
  let rangeMs: number;
  try {
    rangeMs = parseDuration(textOf(value));
  } catch (cause) {
    throw new IllegalArgument({ reason: `timeRange: ${(cause as Error).message}` }, { cause });
  }
  return { field: 'startDate', operation: 'GREATER_THAN_OR_EQUAL_TO', value: new Date(now - rangeMs).toISOString() };
}

function textOf(value: QueryFilter['value']): string {
  return typeof value === 'string' ? value : Object.values(value).join();
}
