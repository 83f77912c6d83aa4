import { tenantPath } from './mount.ts';
import { listQuery, plainQuery, type ListQuery } from './query.ts';
import { requestJson } from './request.ts';
import type { Page, Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireMetric = Reply<'metrics', 'ofExecution'>['results'][number];
export type WireAggregates = Reply<'metrics', 'aggregate'>;
export type Aggregation = 'sum' | 'avg' | 'min' | 'max';

export interface MetricOverTime {
  readonly namespace: string;
  readonly flowId: string;
  /** Of one task, or of all that measure it. */
  readonly taskId?: string | undefined;
  readonly metric: string;
  readonly aggregation: Aggregation;
  /** An ISO instant. */
  readonly startDate: string;
}

const path = (...parts: readonly string[]): string => parts.map((part) => `/${encodeURIComponent(part)}`).join('');

export const metrics = {
  ofExecution: (tenant: Tenant, executionId: string, query: ListQuery) =>
    requestJson<Page<WireMetric>>(tenantPath(tenant, `/metrics${path(executionId)}`), { query: listQuery(query) }),
  /** Tasks of a flow that measure anything. */
  tasks: (tenant: Tenant, namespace: string, flowId: string) =>
    requestJson<readonly string[]>(tenantPath(tenant, `/metrics/tasks${path(namespace, flowId)}`)),
  /** What is measured, by one task or by any. */
  names: (tenant: Tenant, namespace: string, flowId: string, taskId?: string) =>
    requestJson<readonly string[]>(
      tenantPath(tenant, `/metrics/names${path(namespace, flowId, ...(taskId === undefined ? [] : [taskId]))}`),
    ),
  overTime: (tenant: Tenant, { namespace, flowId, taskId, metric, ...query }: MetricOverTime) =>
    requestJson<WireAggregates>(
      tenantPath(
        tenant,
        `/metrics/aggregates${path(namespace, flowId, ...(taskId === undefined ? [] : [taskId]), metric)}`,
      ),
      { query: plainQuery(query) },
    ),
};
