/** To which date of an execution an interval applies that `startDate`, `endDate` and `timeRange` bound. */
import { IllegalArgument, type FilterOperation, type QueryFilter } from '@windhover/model';

export type ExecutionDateFilter = 'START_DATE' | 'END_DATE' | 'START_OR_END_DATE';

/** Filters as {@link withoutTimeRange} leaves them; without a choice each bound is one on the date that it names. */
export function onChosenDate(
  filters: readonly QueryFilter[],
  chosen: ExecutionDateFilter | undefined,
): readonly QueryFilter[] {
  switch (chosen) {
    case undefined:
      return filters;
    case 'START_DATE':
      return filters.map((filter) => (isBound(filter) ? { ...filter, field: 'startDate' } : filter));
    case 'END_DATE':
      return filters.map((filter) => (isBound(filter) ? { ...filter, field: 'endDate' } : filter));
    case 'START_OR_END_DATE': {
      const bounds = filters.filter(isBound);
      if (bounds.length === 0) return filters;
      return [...filters.filter((filter) => !isBound(filter)), startOrEnd(bounds)];
    }
  }
}

/** One filter: an execution whose start meets one bound and whose end another is not within the interval. */
function startOrEnd(bounds: readonly QueryFilter[]): QueryFilter {
  const value: Partial<Record<FilterOperation, string>> = {};
  for (const { field, operation, value: date } of bounds) {
    if (typeof date !== 'string') throw new IllegalArgument({ reason: `filter '${field}' takes one date` });
    if (value[operation] !== undefined)
      throw new IllegalArgument({ reason: `dateFilter START_OR_END_DATE: ${operation} may bound the interval once` });
    value[operation] = date;
  }
  return { field: 'startOrEndDate', operation: 'EQUALS', value };
}

function isBound({ field }: QueryFilter): boolean {
  return field === 'startDate' || field === 'endDate';
}
