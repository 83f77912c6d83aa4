/** What tasks measured: of one execution as it is, of a flow by name, task and time. */
import type { TenantScope, MetricEntry } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { demandOn } from '../access/permissions.ts';
import { getExecution } from '../executions/get-execution.ts';
import { flowThing, type FlowName } from '../flows/flow-name.ts';

/** Attempts of a flow that are looked at. */
const newestAttempts = 50_000;

export interface MetricsOfExecution {
  readonly taskRunId?: string | undefined;
  readonly taskId?: string | undefined;
}

/** By task run and attempt. Throws `NotFound`. */
export async function listMetrics(
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  options: MetricsOfExecution = {},
): Promise<readonly MetricEntry[]> {
  await getExecution(scope, actor, executionId, 'EXECUTION:ACCESS_LOGS');
  return scope.metrics.ofExecution(executionId, options);
}

/** Sorted; of one task, or of the whole flow. */
export async function listMetricNames(
  scope: TenantScope,
  actor: Actor,
  flow: FlowName,
  taskId?: string,
): Promise<readonly string[]> {
  return distinct(await metricsOfFlow(scope, actor, flow, { taskId }), ({ name }) => name);
}

/** Ids of tasks that measured anything, sorted. */
export async function listTasksWithMetrics(
  scope: TenantScope,
  actor: Actor,
  flow: FlowName,
): Promise<readonly string[]> {
  return distinct(await metricsOfFlow(scope, actor, flow), ({ taskId }) => taskId);
}

/** The newest execution first. Throws `NotFound` for a flow whose executions may not be seen. */
export async function metricsOfFlow(
  scope: TenantScope,
  actor: Actor,
  { namespace, id }: FlowName,
  options: Parameters<TenantScope['metrics']['ofFlow']>[3] = {},
): Promise<readonly MetricEntry[]> {
  demandOn(actor, 'EXECUTION:ACCESS_LOGS', namespace, flowThing({ namespace, id }));
  return scope.metrics.ofFlow(namespace, id, newestAttempts, options);
}

function distinct(entries: readonly MetricEntry[], valueOf: (entry: MetricEntry) => string): readonly string[] {
  return [...new Set(entries.map(valueOf))].sort();
}
