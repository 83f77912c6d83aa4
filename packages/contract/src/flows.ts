import { z } from 'zod';
import { flowNameSchema, flowSchema, flowValidationSchema } from './flow-shapes.ts';
import { ofFlow, ofNamespace, pathParameters } from './path-parameters.ts';
import { permission, permissionOn } from './permission.ts';
import { flag, revisionNumber } from './query-values.ts';
import { countReply, emptyOk, noContent } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const flow = { status: 200, kind: 'json', schema: flowSchema } as const;
const flows = { status: 200, kind: 'json', schema: z.array(flowSchema).readonly() } as const;
const source = { kind: 'yaml', schema: z.string() } as const;

const base = { tag: 'Flows', level: 'tenant' } as const;
const needs = permissionOn('FLOW');
const anyAction = needs(
  'VALIDATE',
  'VIEW',
  'LIST',
  'CREATE',
  'UPDATE',
  'DELETE',
  'EXECUTE',
  'DISABLE',
  'ENABLE',
  'EXPORT',
  'IMPORT',
);

const filterFields = ['q', 'namespace', 'flowId', 'labels', 'scope'] as const;
const found = searchQuery({ fields: filterFields, sort: ['id', 'namespace', 'revision'] });

/** A change to many flows, once to those named and once to those that match: `/flows/<verb>/by-ids` and `…/by-query`. */
function onMany(verb: 'delete' | 'disable' | 'enable') {
  const title = `${verb[0]!.toUpperCase()}${verb.slice(1)}`;
  const shared = {
    ...base,
    method: verb === 'delete' ? 'DELETE' : 'POST',
    access: needs(verb.toUpperCase()),
    reply: countReply,
  } as const;
  return {
    byIds: defineRoute({
      ...shared,
      operationId: `${verb}FlowsByIds`,
      summary: `${title} the flows named`,
      path: `/flows/${verb}/by-ids`,
      body: { kind: 'json', schema: z.array(flowNameSchema) },
      errors: [400],
    }),
    byQuery: defineRoute({
      ...shared,
      operationId: `${verb}FlowsByQuery`,
      summary: `${title} the flows that match`,
      path: `/flows/${verb}/by-query`,
      query: searchQuery({ fields: filterFields, mutating: true }),
    }),
  };
}

const concurrencyUse = z.object({
  tenantId: z.string().optional(),
  namespace: z.string(),
  flowId: z.string(),
  running: z.number(),
});

const remove = onMany('delete');
const disable = onMany('disable');
const enable = onMany('enable');

const expressionCategories = [
  'taskOutputs',
  'executionContext',
  'inputs',
  'variables',
  'secrets',
  'kvPairs',
  'namespaceFiles',
  'filters',
  'functions',
  'appContext',
] as const;

export const flowRoutes = {
  create: defineRoute({
    ...base,
    operationId: 'createFlow',
    makes: 'at-once',
    summary: 'Create a flow from its source',
    method: 'POST',
    path: '/flows',
    access: needs('CREATE'),
    query: z.object({ draft: flag.optional() }),
    body: source,
    reply: flow,
  }),
  bulkUpdate: defineRoute({
    ...base,
    operationId: 'bulkUpdateFlows',
    makes: 'at-once',
    summary: 'Save many flows, all or none, and delete those that are not among them unless told otherwise',
    method: 'POST',
    path: '/flows/bulk',
    access: needs('UPDATE', 'CREATE'),
    query: z.object({
      delete: flag.default(true),
      namespace: z.string().optional(),
      allowNamespaceChild: flag.optional(),
    }),
    body: { ...source, optional: true },
    reply: flows,
  }),
  deleteByIds: remove.byIds,
  deleteByQuery: remove.byQuery,
  disableByIds: disable.byIds,
  disableByQuery: disable.byQuery,
  enableByIds: enable.byIds,
  enableByQuery: enable.byQuery,
  concurrency: defineRoute({
    ...base,
    operationId: 'searchConcurrencyLimits',
    summary: 'Flows that limit their executions, and how many run',
    method: 'GET',
    path: '/concurrency-limit/search',
    access: { kind: 'member' },
    query: searchQuery({ fields: ['q', 'namespace', 'flowId'], sort: ['flowId'] }),
    reply: { status: 200, kind: 'json', schema: paged(concurrencyUse) },
  }),
  confirmConcurrency: defineRoute({
    ...base,
    operationId: 'updateConcurrencyLimit',
    summary: 'Confirm how many executions of a flow run: they are counted, so another number is refused',
    method: 'PUT',
    path: '/concurrency-limit/{namespace}/{flowId}',
    access: permission('TENANT_SETTINGS:UPDATE'),
    ...pathParameters({ namespace: 'namespace', flowId: 'flowId' }),
    body: { kind: 'json', schema: concurrencyUse.pick({ running: true }).partial(), optional: true },
    reply: { status: 200, kind: 'json', schema: concurrencyUse },
    errors: [409],
  }),
  deprecated: defineRoute({
    ...base,
    operationId: 'listDeprecated',
    summary: 'Flows that use types under older names, or deprecated ones',
    method: 'GET',
    path: '/flows/deprecated',
    access: needs('LIST', 'VIEW'),
    query: z.object({ namespace: z.string().optional() }),
    reply: {
      status: 200,
      kind: 'json',
      schema: z.array(
        z.object({
          namespace: z.string(),
          flowId: z.string(),
          revision: z.number(),
          deprecatedTasks: z.array(
            z.object({ taskId: z.string(), taskType: z.string(), replacement: z.string().optional() }),
          ),
        }),
      ),
    },
  }),
  distinctNamespaces: defineRoute({
    ...base,
    operationId: 'listDistinctNamespaces',
    summary: 'Namespaces that hold flows',
    method: 'GET',
    path: '/flows/distinct-namespaces',
    access: needs('LIST', 'VIEW'),
    query: z.object({ q: z.string().optional() }),
    reply: { status: 200, kind: 'json', schema: z.array(z.string()) },
  }),
  search: defineRoute({
    ...base,
    operationId: 'searchFlows',
    summary: 'Find flows; without their sources',
    method: 'GET',
    path: '/flows/search',
    access: needs('LIST', 'VIEW'),
    query: found,
    reply: { status: 200, kind: 'json', schema: paged(flowSchema) },
  }),
  searchSource: defineRoute({
    ...base,
    operationId: 'searchFlowsBySourceCode',
    summary: 'Find a text in the sources of flows',
    method: 'GET',
    path: '/flows/source',
    access: needs('LIST', 'VIEW'),
    query: searchQuery(
      { fields: [], sort: ['id', 'namespace', 'revision'] },
      z.object({ q: z.string().optional(), namespace: z.string().optional() }),
    ),
    reply: {
      status: 200,
      kind: 'json',
      schema: paged(z.object({ model: flowSchema, fragments: z.array(z.string()) })),
    },
  }),
  validate: defineRoute({
    ...base,
    operationId: 'validateFlows',
    summary: 'Validate flows without saving them; one result a document',
    method: 'POST',
    path: '/flows/validate',
    access: anyAction,
    body: { ...source, optional: true },
    reply: { status: 200, kind: 'json', schema: z.array(flowValidationSchema).readonly() },
    safe: true,
  }),
  validateTask: defineRoute({
    ...base,
    operationId: 'validateTask',
    summary: 'Validate a task or a trigger on its own',
    method: 'POST',
    path: '/flows/validate/task',
    access: anyAction,
    query: z.object({ section: z.enum(['TASKS', 'TRIGGERS']) }),
    body: source,
    reply: { status: 200, kind: 'json', schema: flowValidationSchema },
    safe: true,
  }),
  validateTrigger: defineRoute({
    ...base,
    operationId: 'validateTrigger',
    summary: 'Validate a trigger on its own',
    method: 'POST',
    path: '/flows/validate/trigger',
    access: anyAction,
    body: source,
    reply: { status: 200, kind: 'json', schema: flowValidationSchema },
    safe: true,
  }),
  expressions: defineRoute({
    ...base,
    operationId: 'expressions',
    summary: 'What expressions of a flow can name, by category; outputs of the tasks before one if that is named',
    method: 'POST',
    path: '/flows/expressions',
    access: anyAction,
    query: z.object({ taskId: z.string().optional() }),
    body: source,
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({ categories: z.record(z.enum(expressionCategories), z.array(z.string()).readonly()) }),
    },
    safe: true,
  }),
  list: defineRoute({
    ...base,
    operationId: 'listFlowsByNamespace',
    summary: 'All flows of a namespace',
    method: 'GET',
    path: '/flows/{namespace}',
    access: needs('LIST', 'VIEW'),
    ...ofNamespace,
    reply: flows,
  }),
  updateNamespace: defineRoute({
    ...base,
    operationId: 'updateFlowsInNamespace',
    makes: 'at-once',
    summary: 'Save the flows of a namespace, all or none, and delete the others of it unless told otherwise',
    method: 'POST',
    path: '/flows/{namespace}',
    access: needs('UPDATE', 'CREATE'),
    ...ofNamespace,
    query: z.object({ delete: flag.default(true), override: flag.optional() }),
    body: { ...source, optional: true },
    reply: flows,
  }),
  get: defineRoute({
    ...base,
    operationId: 'getFlow',
    summary: 'Read a flow',
    method: 'GET',
    path: '/flows/{namespace}/{id}',
    access: needs('VIEW'),
    ...ofFlow,
    query: z.object({ source: flag.optional(), revision: revisionNumber.optional(), allowDeleted: flag.optional() }),
    reply: flow,
  }),
  update: defineRoute({
    ...base,
    operationId: 'updateFlow',
    summary: 'Save a flow; the same source again is no new revision',
    method: 'PUT',
    path: '/flows/{namespace}/{id}',
    access: needs('UPDATE'),
    ...ofFlow,
    query: z.object({ draft: flag.optional() }),
    body: source,
    reply: flow,
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteFlow',
    summary: 'Delete a flow; its executions and revisions stay',
    method: 'DELETE',
    path: '/flows/{namespace}/{id}',
    access: needs('DELETE'),
    ...ofFlow,
    reply: noContent,
  }),
  revisions: defineRoute({
    ...base,
    operationId: 'listFlowRevisions',
    summary: 'Revisions of a flow with their sources, oldest first',
    method: 'GET',
    path: '/flows/{namespace}/{id}/revisions',
    access: needs('VIEW'),
    ...ofFlow,
    query: z.object({ allowDelete: flag.optional() }),
    reply: flows,
  }),
  deleteRevisions: defineRoute({
    ...base,
    operationId: 'deleteRevisions',
    summary: 'Remove old revisions for good',
    method: 'DELETE',
    path: '/flows/{namespace}/{id}/revisions',
    access: needs('DELETE'),
    ...ofFlow,
    query: z.object({ revisions: z.union([revisionNumber, z.array(revisionNumber)]) }),
    reply: emptyOk,
  }),
  task: defineRoute({
    ...base,
    operationId: 'getTaskFromFlow',
    summary: 'Read one task of a flow, wherever it is nested',
    method: 'GET',
    path: '/flows/{namespace}/{id}/tasks/{taskId}',
    access: needs('VIEW'),
    ...pathParameters({ ...ofFlow.parameterKinds, taskId: 'taskId' }),
    query: z.object({ revision: revisionNumber.optional() }),
    reply: { status: 200, kind: 'json', schema: z.looseObject({ id: z.string(), type: z.string() }) },
  }),
};
