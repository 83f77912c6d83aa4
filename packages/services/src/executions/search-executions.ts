import { parseDuration } from '@windhover/expressions';
import { IllegalArgument, type Execution, type Paged, type PageRequest, type QueryFilter } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';
import type { Clock } from '../deps.ts';

/** Filters and sort fields as `ExecutionStore.search` has them; `timeRange` is a duration back from now. */
export function searchExecutions(
  deps: { readonly clock: Clock },
  scope: TenantScope,
  actor: Actor,
  filters: readonly QueryFilter[],
  page: PageRequest,
): Promise<Paged<Execution>> {
  return scope.executions.search(
    toStoreFilters(filters, deps.clock.now()),
    page,
    visibleNamespaces(actor, 'EXECUTION:LIST'),
  );
}

/** Executions of tests and loops are shown only to those who ask for their kind. */
export function toStoreFilters(filters: readonly QueryFilter[], now: number): readonly QueryFilter[] {
  const timed = filters.flatMap((filter): readonly QueryFilter[] => {
    switch (filter.field) {
      case 'timeRange':
        return [sinceFilter(filter, now)];
      default:
        return [filter];
    }
  });
  if (timed.some((filter) => filter.field === 'kind')) return timed;
  return [...timed, { field: 'kind', operation: 'EQUALS', value: 'NORMAL' }];
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
