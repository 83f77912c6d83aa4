import { z } from 'zod';
import { ofExecution, pathParameters } from './path-parameters.ts';
import { permission } from './permission.ts';
import { instant } from './query-values.ts';
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

const ofFlow = pathParameters({ namespace: 'namespace', flowId: 'flowId' });
const ofTask = pathParameters({ ...ofFlow.parameterKinds, taskId: 'taskId' });
const base = {
  tag: 'Metrics',
  level: 'tenant',
  method: 'GET',
  access: permission('EXECUTION:ACCESS_LOGS'),
} as const;

const names = { status: 200, kind: 'json', schema: z.array(z.string()) } as const;

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
    ...ofExecution,
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
    ...ofFlow,
    reply: names,
  }),
  namesOfTask: defineRoute({
    ...base,
    operationId: 'listTaskMetrics',
    summary: 'Names of what a task measures',
    path: '/metrics/names/{namespace}/{flowId}/{taskId}',
    ...ofTask,
    reply: names,
  }),
  tasks: defineRoute({
    ...base,
    operationId: 'listTasksWithMetrics',
    summary: 'Tasks of a flow that measure anything',
    path: '/metrics/tasks/{namespace}/{flowId}',
    ...ofFlow,
    reply: names,
  }),
  aggregate: defineRoute({
    ...base,
    operationId: 'aggregateMetricsFromFlow',
    summary: 'One metric of a flow over time',
    path: '/metrics/aggregates/{namespace}/{flowId}/{metric}',
    ...pathParameters({ ...ofFlow.parameterKinds, metric: 'word' }),
    query: aggregation,
    reply: aggregations,
  }),
  aggregateOfTask: defineRoute({
    ...base,
    operationId: 'aggregateMetricsFromTask',
    summary: 'One metric of a task over time',
    path: '/metrics/aggregates/{namespace}/{flowId}/{taskId}/{metric}',
    ...pathParameters({ ...ofTask.parameterKinds, metric: 'word' }),
    query: aggregation,
    reply: aggregations,
  }),
};
