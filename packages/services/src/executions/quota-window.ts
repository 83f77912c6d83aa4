/** Windows of quotas have fixed borders, so that every server counts the same executions. */
import type { Quota } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { LimitScope } from './execution-limits.ts';
import { notIterations } from './iterations-of.ts';

/** Unique in the tenant; rows of counts bear it. */
export function quotaName({ name }: LimitScope, { duration }: Quota): string {
  return `${name}/${duration}`;
}

/** When the window that holds the moment began. */
export function windowStart({ windowMs }: Quota, at: number): number {
  return at - (at % windowMs);
}

/** Executions of the limit's scope since a window began, those that a quota refused among them. */
export function countSince(
  { executions }: TenantScope,
  { namespace, flowId }: LimitScope,
  startsAt: number,
): Promise<number> {
  const since = new Date(startsAt).toISOString();
  const ofFlow =
    namespace === undefined || flowId === undefined
      ? []
      : [
          { field: 'namespace', operation: 'EQUALS', value: namespace } as const,
          { field: 'flowId', operation: 'EQUALS', value: flowId } as const,
        ];
  return executions.count(
    [{ field: 'startDate', operation: 'GREATER_THAN_OR_EQUAL_TO', value: since }, notIterations, ...ofFlow],
    namespace === undefined ? 'all' : [namespace],
  );
}
