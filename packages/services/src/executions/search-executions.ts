import type { Execution, Paged, PageRequest, QueryFilter } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';
import type { Clock } from '../deps.ts';
import { onChosenDate, type ExecutionDateFilter } from './date-filter.ts';
import { withoutTimeRange } from './time-range.ts';

/**
 * Filters and sort fields as `ExecutionStore.search` has them; `timeRange` is a duration back from now. `dateFilter` says
 * which date the interval that the filters on dates make applies to.
 */
export function searchExecutions(
  deps: { readonly clock: Clock },
  scope: TenantScope,
  actor: Actor,
  filters: readonly QueryFilter[],
  page: PageRequest,
  dateFilter?: ExecutionDateFilter,
): Promise<Paged<Execution>> {
  return scope.executions.search(
    onChosenDate(toStoreFilters(filters, deps.clock.now()), dateFilter),
    page,
    visibleNamespaces(actor, 'EXECUTION:LIST'),
  );
}

/** Executions of tests and loops are shown only to those who ask for their kind. */
export function toStoreFilters(filters: readonly QueryFilter[], now: number): readonly QueryFilter[] {
  const timed = withoutTimeRange(filters, now);
  if (timed.some((filter) => filter.field === 'kind')) return timed;
  return [...timed, { field: 'kind', operation: 'EQUALS', value: 'NORMAL' }];
}
