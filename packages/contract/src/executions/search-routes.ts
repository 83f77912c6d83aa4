/** Finding executions, and the flows that may be executed. */
import { z } from 'zod';
import { lightExecutionSchema, stateNameSchema } from '../execution-shapes.ts';
import { ofFlow, ofNamespace } from '../path-parameters.ts';
import { permission } from '../permission.ts';
import { revisionNumber } from '../query-values.ts';
import { fileReply } from '../replies.ts';
import { defineRoute } from '../route.ts';
import { pagedWithinReach, searchQuery } from '../search-query.ts';
import { base, filterFields, flowForExecution, mayExecute, needs } from './execution-route.ts';

const sortFields = [
  'id',
  'state.startDate',
  'state.endDate',
  'state.duration',
  'state.current',
  'namespace',
  'flowId',
] as const;
const page = { status: 200, kind: 'json', schema: pagedWithinReach(lightExecutionSchema) } as const;

export const executionSearchRoutes = {
  search: defineRoute({
    ...base,
    operationId: 'searchExecutions',
    summary: 'Search executions, newest first',
    method: 'GET',
    path: '/executions/search',
    access: needs('LIST'),
    query: searchQuery(
      { fields: filterFields, sort: sortFields },
      z.object({
        dateFilter: z
          .enum(['START_DATE', 'END_DATE', 'START_OR_END_DATE'])
          .optional()
          .describe('The date that the interval of startDate, endDate and timeRange applies to; each its own without.'),
      }),
    ),
    reply: page,
  }),
  searchByFlow: defineRoute({
    ...base,
    operationId: 'searchExecutionsByFlowId',
    summary: 'Executions of a flow, newest first',
    method: 'GET',
    path: '/executions',
    access: needs('LIST'),
    query: searchQuery(
      { fields: filterFields, sort: sortFields },
      z.object({ namespace: z.string(), flowId: z.string() }),
    ),
    reply: page,
  }),
  latest: defineRoute({
    ...base,
    operationId: 'getLatestExecutions',
    summary: 'The newest execution of each flow named',
    method: 'POST',
    path: '/executions/latest',
    access: needs('LIST'),
    body: { kind: 'json', schema: z.array(z.object({ namespace: z.string(), id: z.string() })) },
    reply: {
      status: 200,
      kind: 'json',
      schema: z.array(
        z.object({
          id: z.string(),
          flowId: z.string(),
          namespace: z.string(),
          startDate: z.string(),
          status: stateNameSchema,
        }),
      ),
    },
    safe: true,
  }),
  namespaces: defineRoute({
    ...base,
    operationId: 'listExecutableDistinctNamespaces',
    summary: 'Namespaces with flows that the caller may execute',
    method: 'GET',
    path: '/executions/namespaces',
    access: mayExecute,
    reply: { status: 200, kind: 'json', schema: z.array(z.string()) },
  }),
  flowsOfNamespace: defineRoute({
    ...base,
    operationId: 'listFlowExecutionsByNamespace',
    summary: 'Flows of a namespace that the caller may execute',
    method: 'GET',
    path: '/executions/namespaces/{namespace}/flows',
    access: mayExecute,
    ...ofNamespace,
    reply: { status: 200, kind: 'json', schema: z.array(flowForExecution) },
  }),
  flowToExecute: defineRoute({
    ...base,
    operationId: 'getFlowFromExecution',
    summary: 'A flow as those see it who may execute it',
    method: 'GET',
    path: '/executions/flows/{namespace}/{id}',
    access: permission('FLOW:EXECUTE', 'EXECUTION:CREATE', 'EXECUTION:LIST'),
    ...ofFlow,
    query: z.object({ revision: revisionNumber.optional() }),
    reply: { status: 200, kind: 'json', schema: flowForExecution },
  }),
  distinctValues: defineRoute({
    ...base,
    operationId: 'findDistinctFieldValues',
    summary: 'Values of a field among the newest executions that match',
    method: 'GET',
    path: '/executions/distinct-field-values',
    access: needs('LIST'),
    query: searchQuery(
      { fields: filterFields },
      z.object({
        field: z.enum(['namespace', 'flowId', 'flowRevision', 'id', 'parentId', 'kind', 'state', 'labels']),
        size: z.coerce.number().int().min(1).default(100),
      }),
    ),
    reply: { status: 200, kind: 'json', schema: z.array(z.string()) },
  }),
  exportCsv: defineRoute({
    ...base,
    operationId: 'exportExecutions',
    summary: 'Executions that match as CSV',
    method: 'GET',
    path: '/executions/export/by-query/csv',
    access: needs('EXPORT'),
    query: searchQuery({ fields: filterFields }),
    reply: fileReply,
  }),
};
