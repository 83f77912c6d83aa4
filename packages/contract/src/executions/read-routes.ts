/** Looking at one execution. */
import { z } from 'zod';
import { executionSchema, executionStatusSchema, taskRunSchema, waitingReasonSchema } from '../execution-shapes.ts';
import { ofExecution } from '../path-parameters.ts';
import { flag } from '../query-values.ts';
import { fileReply, noContent } from '../replies.ts';
import { defineRoute } from '../route.ts';
import { paged, searchQuery } from '../search-query.ts';
import { base, deletion, execution, flowForExecution, needs } from './execution-route.ts';

export const executionReadRoutes = {
  get: defineRoute({
    ...base,
    operationId: 'getExecution',
    summary: 'An execution with its task runs',
    method: 'GET',
    path: '/executions/{executionId}',
    access: needs('VIEW'),
    ...ofExecution,
    reply: execution,
  }),
  waiting: defineRoute({
    ...base,
    operationId: 'getExecutionWaiting',
    summary: 'Why an execution or a task run of it is not running; empty when nothing waits',
    method: 'GET',
    path: '/executions/{executionId}/waiting',
    access: needs('VIEW'),
    ...ofExecution,
    reply: { status: 200, kind: 'json', schema: z.array(waitingReasonSchema) },
  }),
  taskRuns: defineRoute({
    ...base,
    operationId: 'listTaskRuns',
    summary: 'Task runs of an execution in order of creation',
    method: 'GET',
    path: '/executions/{executionId}/taskruns',
    access: needs('VIEW'),
    ...ofExecution,
    query: searchQuery(
      { fields: ['taskId', 'value', 'state'] },
      z.object({ size: z.coerce.number().int().min(1).max(10_000).default(100) }),
    ),
    reply: { status: 200, kind: 'json', schema: paged(taskRunSchema) },
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteExecution',
    summary: 'Delete an ended execution',
    method: 'DELETE',
    path: '/executions/{executionId}',
    access: needs('DELETE'),
    ...ofExecution,
    query: deletion.omit({ includeNonTerminated: true }),
    reply: noContent,
    errors: [409],
  }),
  follow: defineRoute({
    ...base,
    operationId: 'followExecution',
    summary: 'An execution as it changes, until its end',
    method: 'GET',
    path: '/executions/{executionId}/follow',
    access: needs('FOLLOW', 'VIEW'),
    ...ofExecution,
    query: z.object({ delta: flag.default(false) }),
    reply: { status: 200, kind: 'stream', schema: executionSchema },
  }),
  followDependencies: defineRoute({
    ...base,
    operationId: 'followDependenciesExecutions',
    summary:
      'States of the executions that belong to one, of flows that start or are started by its flow, as they change',
    method: 'GET',
    path: '/executions/{executionId}/follow-dependencies',
    access: needs('FOLLOW', 'VIEW'),
    ...ofExecution,
    query: z.object({ destinationOnly: flag.optional(), expandAll: flag.optional() }),
    reply: { status: 200, kind: 'stream', schema: executionStatusSchema },
  }),
  flow: defineRoute({
    ...base,
    operationId: 'getFlowFromExecutionById',
    summary: 'The flow that an execution runs',
    method: 'GET',
    path: '/executions/{executionId}/flow',
    access: needs('VIEW'),
    ...ofExecution,
    reply: { status: 200, kind: 'json', schema: flowForExecution },
  }),
  file: defineRoute({
    ...base,
    operationId: 'downloadFileFromExecution',
    summary: 'A file of an execution',
    method: 'GET',
    path: '/executions/{executionId}/file',
    access: needs('ACCESS_FILES'),
    ...ofExecution,
    query: z.object({
      path: z.string(),
      format: z.enum(['RAW', 'JSONL']).default('RAW').describe('JSONL: the records of a file of Ion as lines of JSON.'),
    }),
    reply: fileReply,
  }),
  fileMetas: defineRoute({
    ...base,
    operationId: 'getFileMetadatasFromExecution',
    summary: 'The size of a file of an execution',
    method: 'GET',
    path: '/executions/{executionId}/file/metas',
    access: needs('ACCESS_FILES'),
    ...ofExecution,
    query: z.object({ path: z.string() }),
    reply: { status: 200, kind: 'json', schema: z.object({ size: z.number() }) },
  }),
  filePreview: defineRoute({
    ...base,
    operationId: 'previewFileFromExecution',
    summary: 'The beginning of a file of an execution',
    method: 'GET',
    path: '/executions/{executionId}/file/preview',
    access: needs('ACCESS_FILES'),
    ...ofExecution,
    query: z.object({
      path: z.string(),
      maxRows: z.coerce.number().int().min(1).max(10_000).default(100),
      encoding: z.string().default('UTF-8'),
    }),
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({
        extension: z.string(),
        type: z.enum(['TEXT', 'IMAGE']),
        content: z.string(),
        truncated: z.boolean(),
      }),
    },
  }),
};
