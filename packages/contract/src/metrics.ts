import { z } from 'zod';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

export const metricEntrySchema = z.object({
  namespace: z.string(),
  flowId: z.string(),
  taskId: z.string(),
  executionId: z.string(),
  taskRunId: z.string(),
  type: z.enum(['counter', 'timer', 'gauge']),
  name: z.string(),
  /** Timers: milliseconds. */
  value: z.number(),
  timestamp: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
});

const base = {
  tag: 'Metrics',
  level: 'tenant',
  method: 'GET',
  access: { kind: 'permission', anyOf: ['EXECUTION:VIEW'] },
} as const;

const byFlow = z.object({ namespace: z.string(), flowId: z.string() });
const flowKinds = { namespace: 'namespace', flowId: 'flowId' } as const;
const byTask = byFlow.extend({ taskId: z.string() });
const taskKinds = { ...flowKinds, taskId: 'taskId' } as const;
const names = { status: 200, kind: 'json', schema: z.array(z.string()) } as const;
const instant = z.iso.datetime({ offset: true });

const aggregation = z.object({
  startDate: instant.optional(),
  endDate: instant.optional(),
  aggregation: z.enum(['sum', 'avg', 'min', 'max']).default('sum'),
});

const aggregations = {
  status: 200,
  kind: 'json',
  schema: z.object({
    groupBy: z.enum(['minute', 'hour', 'day', 'week', 'month']),
    aggregations: z.array(z.object({ name: z.string(), value: z.number().optional(), date: z.string() })),
  }),
} as const;

export const metricRoutes = {
  ofExecution: defineRoute({
    ...base,
    operationId: 'searchByExecution',
    summary: 'What the tasks of an execution measured',
    path: '/metrics/{executionId}',
    params: z.object({ executionId: z.string() }),
    parameterKinds: { executionId: 'executionId' },
    query: searchQuery(
      { fields: ['q'], sort: ['name', 'timestamp', 'value', 'taskId'] },
      z.object({ taskRunId: z.string().optional(), taskId: z.string().optional() }),
    ),
    reply: { status: 200, kind: 'json', schema: paged(metricEntrySchema) },
  }),
  names: defineRoute({
    ...base,
    operationId: 'listFlowMetrics',
    summary: 'Names of what the tasks of a flow measure',
    path: '/metrics/names/{namespace}/{flowId}',
    params: byFlow,
    parameterKinds: flowKinds,
    reply: names,
  }),
  namesOfTask: defineRoute({
    ...base,
    operationId: 'listTaskMetrics',
    summary: 'Names of what a task measures',
    path: '/metrics/names/{namespace}/{flowId}/{taskId}',
    params: byTask,
    parameterKinds: taskKinds,
    reply: names,
  }),
  tasks: defineRoute({
    ...base,
    operationId: 'listTasksWithMetrics',
    summary: 'Tasks of a flow that measure anything',
    path: '/metrics/tasks/{namespace}/{flowId}',
    params: byFlow,
    parameterKinds: flowKinds,
    reply: names,
  }),
  aggregate: defineRoute({
    ...base,
    operationId: 'aggregateMetricsFromFlow',
    summary: 'One metric of a flow over time',
    path: '/metrics/aggregates/{namespace}/{flowId}/{metric}',
    params: byFlow.extend({ metric: z.string() }),
    parameterKinds: { ...flowKinds, metric: 'word' },
    query: aggregation,
    reply: aggregations,
  }),
  aggregateOfTask: defineRoute({
    ...base,
    operationId: 'aggregateMetricsFromTask',
    summary: 'One metric of a task over time',
    path: '/metrics/aggregates/{namespace}/{flowId}/{taskId}/{metric}',
    params: byTask.extend({ metric: z.string() }),
    parameterKinds: { ...taskKinds, metric: 'word' },
    query: aggregation,
    reply: aggregations,
  }),
};
