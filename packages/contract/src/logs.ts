import { logLevels, type LogLevel } from '@windhover/model';
import { z } from 'zod';
import { ofExecution, pathParameters } from './path-parameters.ts';
import { permission } from './permission.ts';
import { emptyOk } from './replies.ts';
import { defineRoute } from './route.ts';
import { pagedWithinReach, searchQuery } from './search-query.ts';

const levelSchema = z.enum(logLevels as unknown as [LogLevel, ...LogLevel[]]);

export const logEntrySchema = z.object({
  namespace: z.string(),
  flowId: z.string(),
  taskId: z.string().optional(),
  /** Absent for lines that a trigger wrote outside of executions. */
  executionId: z.string().optional(),
  taskRunId: z.string().optional(),
  /** Counts from 0. */
  attemptNumber: z.number().optional(),
  triggerId: z.string().optional(),
  timestamp: z.string(),
  level: levelSchema,
  thread: z.string().optional(),
  message: z.string(),
});

const base = {
  tag: 'Logs',
  level: 'tenant',
  access: permission('EXECUTION:ACCESS_LOGS'),
} as const;

/** Filters of one execution's lines, in both spellings. */
const linesQuery = searchQuery(
  { fields: ['level', 'taskId', 'taskRunId', 'attemptNumber', 'q'] },
  z.object({
    minLevel: levelSchema.optional(),
    taskId: z.string().optional(),
    taskRunId: z.string().optional(),
    attempt: z.coerce.number().int().min(0).optional(),
  }),
);

export const logRoutes = {
  search: defineRoute({
    ...base,
    operationId: 'searchLogs',
    summary: 'Search log lines, newest first unless sorted otherwise',
    method: 'GET',
    path: '/logs/search',
    query: searchQuery({
      fields: [
        'q',
        'level',
        'namespace',
        'flowId',
        'executionId',
        'taskId',
        'triggerId',
        'startDate',
        'endDate',
        'timeRange',
        'scope',
      ],
      sort: ['timestamp'],
    }),
    reply: {
      status: 200,
      kind: 'json',
      schema: pagedWithinReach(logEntrySchema).extend({ type: z.literal('OFFSET') }),
    },
  }),
  list: defineRoute({
    ...base,
    operationId: 'listLogsFromExecution',
    summary: 'Log lines of an execution, oldest first',
    method: 'GET',
    path: '/logs/{executionId}',
    ...ofExecution,
    query: linesQuery,
    reply: { status: 200, kind: 'json', schema: z.array(logEntrySchema) },
  }),
  download: defineRoute({
    ...base,
    operationId: 'downloadLogsFromExecution',
    summary: 'Log lines of an execution as text',
    method: 'GET',
    path: '/logs/{executionId}/download',
    ...ofExecution,
    query: linesQuery,
    reply: { status: 200, kind: 'text', schema: z.string() },
  }),
  follow: defineRoute({
    ...base,
    operationId: 'followLogsFromExecution',
    summary: 'Log lines of an execution as they are written',
    method: 'GET',
    path: '/logs/{executionId}/follow',
    ...ofExecution,
    query: linesQuery,
    reply: { status: 200, kind: 'stream', schema: logEntrySchema },
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteLogsFromExecution',
    summary: 'Remove log lines of an execution',
    method: 'DELETE',
    path: '/logs/{executionId}',
    access: permission('EXECUTION:DELETE'),
    ...ofExecution,
    query: z.object({
      minLevel: levelSchema.optional(),
      taskRunId: z.string().optional(),
      taskId: z.string().optional(),
      attempt: z.coerce.number().int().min(0).optional(),
    }),
    reply: emptyOk,
  }),
  deleteOfTrigger: defineRoute({
    ...base,
    operationId: 'deleteLogsFromFlow',
    summary: 'Remove what a trigger logged outside of executions',
    method: 'DELETE',
    path: '/logs/{namespace}/{flowId}',
    access: permission('EXECUTION:DELETE'),
    ...pathParameters({ namespace: 'namespace', flowId: 'flowId' }),
    query: z.object({ triggerId: z.string() }),
    reply: emptyOk,
  }),
};
