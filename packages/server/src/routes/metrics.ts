import { routes } from '@windhover/contract';
import {
  aggregateMetrics,
  groupByFor,
  listMetricNames,
  listMetrics,
  listTasksWithMetrics,
  metricsOfFlow,
  type Aggregation,
  type Deps,
  type MetricEntry,
} from '@windhover/services';
import { IllegalArgument, type PageRequest } from '@windhover/model';
import { route, type TenantCall } from '../handler.ts';
import { pageOf } from './page-of.ts';

const { metrics } = routes;
const defaultDaysMs = 30 * 86_400_000;
/** A drawing of a century of months has that many points. */
const maxSpanMs = 100 * 366 * 86_400_000;

function entryJson({ attemptNumber: _attempt, at, ...entry }: MetricEntry) {
  return { ...entry, tags: entry.tags === undefined ? undefined : { ...entry.tags }, timestamp: toIso(at) };
}

function sorted(entries: readonly MetricEntry[], [first]: PageRequest['sort']): readonly MetricEntry[] {
  if (first === undefined) return entries;
  const keyOf = (entry: MetricEntry): string | number => {
    if (first.field === 'timestamp') return entry.at;
    return first.field === 'value' ? entry.value : first.field === 'name' ? entry.name : entry.taskId;
  };
  return entries.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0));
}

interface Range {
  /** Epoch milliseconds, as `endDate`. */
  readonly startDate?: number | undefined;
  readonly endDate?: number | undefined;
  readonly aggregation: Aggregation;
}

async function aggregates(
  { deps, scope, caller }: Pick<TenantCall<typeof metrics.names>, 'scope' | 'caller'> & { readonly deps: Deps },
  { namespace, flowId, metric, taskId }: { namespace: string; flowId: string; metric: string; taskId?: string },
  { startDate, endDate, aggregation }: Range,
) {
  const untilAt = endDate ?? deps.clock.now();
  const fromAt = startDate ?? untilAt - defaultDaysMs;
  if (fromAt > untilAt || untilAt - fromAt > maxSpanMs)
    throw new IllegalArgument({ reason: "'startDate' must be before 'endDate', and at most a century" });
  const found = await metricsOfFlow(scope, caller, { namespace, id: flowId }, { taskId, fromAt, untilAt });
  const groupBy = groupByFor(fromAt, untilAt);
  const wanted = found.filter(({ name }) => name === metric);
  return {
    groupBy,
    aggregations: aggregateMetrics(wanted, aggregation, groupBy, fromAt, untilAt).map(({ at, value }) => ({
      name: metric,
      value,
      date: toIso(at),
    })),
  };
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}

export const metricHandlers = [
  route(metrics.ofExecution, async ({ scope, caller, params, query }) => {
    const entries = await listMetrics(scope, caller, params.executionId, query);
    return pageOf(sorted(entries, query.page.sort), query, { q: ({ name }) => name }, entryJson);
  }),
  route(metrics.names, async ({ scope, caller, params: { namespace, flowId } }) => [
    ...(await listMetricNames(scope, caller, { namespace, id: flowId })),
  ]),
  route(metrics.namesOfTask, async ({ scope, caller, params: { namespace, flowId, taskId } }) => [
    ...(await listMetricNames(scope, caller, { namespace, id: flowId }, taskId)),
  ]),
  route(metrics.tasks, async ({ scope, caller, params: { namespace, flowId } }) => [
    ...(await listTasksWithMetrics(scope, caller, { namespace, id: flowId })),
  ]),
  route(metrics.aggregate, (call) => aggregates(call, call.params, call.query)),
  route(metrics.aggregateOfTask, (call) => aggregates(call, call.params, call.query)),
];
