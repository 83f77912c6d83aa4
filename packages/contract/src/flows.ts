import { z } from 'zod';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

/** A flow as written, with what the server knows on top; further properties are those of the source. */
export const flowSchema = z.looseObject({
  id: z.string(),
  namespace: z.string(),
  revision: z.number(),
  disabled: z.boolean(),
  draft: z.boolean(),
  deleted: z.boolean(),
  /** The text as it was saved; only where it is asked for. */
  source: z.string().optional(),
  /** Why it cannot be executed. */
  exception: z.string().optional(),
});

export const problemSchema = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  message: z.string(),
  path: z.string(),
  /** Lines and columns count from 1; the end is exclusive. */
  line: z.number(),
  column: z.number(),
  endLine: z.number(),
  endColumn: z.number(),
  remedy: z.string().optional(),
});

export const flowValidationSchema = z.object({
  index: z.number(),
  namespace: z.string().optional(),
  flow: z.string().optional(),
  /** All errors in one text; only when there are any. */
  constraints: z.string().optional(),
  outdated: z.boolean(),
  deprecationPaths: z.array(z.string()).readonly(),
  warnings: z.array(z.string()).readonly(),
  infos: z.array(z.string()).readonly(),
  /** Everything once more with places, for editors. */
  problems: z.array(problemSchema).readonly(),
});

const flag = z.union([z.boolean(), z.enum(['true', 'false'])]).transform((value) => value === true || value === 'true');
const flow = { status: 200, kind: 'json', schema: flowSchema } as const;
const flows = { status: 200, kind: 'json', schema: z.array(flowSchema).readonly() } as const;
const count = { status: 200, kind: 'json', schema: z.object({ count: z.number() }) } as const;
const source = { kind: 'yaml', schema: z.string() } as const;
const names = { kind: 'json', schema: z.array(z.object({ id: z.string(), namespace: z.string() })) } as const;

const base = { tag: 'Flows', level: 'tenant' } as const;
const byName = z.object({ namespace: z.string(), id: z.string() });
const nameKinds = { namespace: 'namespace', id: 'flowId' } as const;
const byNamespace = z.object({ namespace: z.string() });
const namespaceKinds = { namespace: 'namespace' } as const;
const revisionNumber = z.coerce.number().int().min(1);
const needs = (...actions: readonly string[]) =>
  ({ kind: 'permission', anyOf: actions.map((action) => `FLOW:${action}` as const) }) as const;
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
const matching = searchQuery({ fields: filterFields, mutating: true });

export const flowRoutes = {
  create: defineRoute({
    ...base,
    operationId: 'createFlow',
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
  deleteByIds: defineRoute({
    ...base,
    operationId: 'deleteFlowsByIds',
    summary: 'Delete the flows named',
    method: 'DELETE',
    path: '/flows/delete/by-ids',
    access: needs('DELETE'),
    body: names,
    reply: count,
    errors: [400],
  }),
  deleteByQuery: defineRoute({
    ...base,
    operationId: 'deleteFlowsByQuery',
    summary: 'Delete the flows that match',
    method: 'DELETE',
    path: '/flows/delete/by-query',
    access: needs('DELETE'),
    query: matching,
    reply: count,
  }),
  disableByIds: defineRoute({
    ...base,
    operationId: 'disableFlowsByIds',
    summary: 'Disable the flows named',
    method: 'POST',
    path: '/flows/disable/by-ids',
    access: needs('DISABLE'),
    body: names,
    reply: count,
    errors: [400],
  }),
  disableByQuery: defineRoute({
    ...base,
    operationId: 'disableFlowsByQuery',
    summary: 'Disable the flows that match',
    method: 'POST',
    path: '/flows/disable/by-query',
    access: needs('DISABLE'),
    query: matching,
    reply: count,
  }),
  enableByIds: defineRoute({
    ...base,
    operationId: 'enableFlowsByIds',
    summary: 'Enable the flows named',
    method: 'POST',
    path: '/flows/enable/by-ids',
    access: needs('ENABLE'),
    body: names,
    reply: count,
    errors: [400],
  }),
  enableByQuery: defineRoute({
    ...base,
    operationId: 'enableFlowsByQuery',
    summary: 'Enable the flows that match',
    method: 'POST',
    path: '/flows/enable/by-query',
    access: needs('ENABLE'),
    query: matching,
    reply: count,
  }),
  concurrency: defineRoute({
    ...base,
    operationId: 'searchConcurrencyLimits',
    summary: 'Flows that limit their executions, and how many run',
    method: 'GET',
    path: '/concurrency-limit/search',
    access: needs('LIST', 'VIEW'),
    query: searchQuery({ fields: ['q', 'namespace', 'flowId'], sort: ['flowId'] }),
    reply: {
      status: 200,
      kind: 'json',
      schema: paged(
        z.object({ tenantId: z.string().optional(), namespace: z.string(), flowId: z.string(), running: z.number() }),
      ),
    },
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
    query: searchQuery({ fields: [] }, z.object({ q: z.string().optional(), namespace: z.string().optional() })),
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
    query: z.object({ section: z.enum(['TASKS', 'TRIGGERS']).default('TASKS') }),
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
  list: defineRoute({
    ...base,
    operationId: 'listFlowsByNamespace',
    summary: 'All flows of a namespace',
    method: 'GET',
    path: '/flows/{namespace}',
    access: needs('LIST', 'VIEW'),
    params: byNamespace,
    parameterKinds: namespaceKinds,
    reply: flows,
  }),
  updateNamespace: defineRoute({
    ...base,
    operationId: 'updateFlowsInNamespace',
    summary: 'Save the flows of a namespace, all or none, and delete the others of it unless told otherwise',
    method: 'POST',
    path: '/flows/{namespace}',
    access: needs('UPDATE', 'CREATE'),
    params: byNamespace,
    parameterKinds: namespaceKinds,
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
    params: byName,
    parameterKinds: nameKinds,
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
    params: byName,
    parameterKinds: nameKinds,
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
    params: byName,
    parameterKinds: nameKinds,
    reply: { status: 204, kind: 'empty', schema: z.undefined() },
  }),
  revisions: defineRoute({
    ...base,
    operationId: 'listFlowRevisions',
    summary: 'Revisions of a flow with their sources, oldest first',
    method: 'GET',
    path: '/flows/{namespace}/{id}/revisions',
    access: needs('VIEW'),
    params: byName,
    parameterKinds: nameKinds,
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
    params: byName,
    parameterKinds: nameKinds,
    query: z.object({ revisions: z.union([revisionNumber, z.array(revisionNumber)]) }),
    reply: { status: 200, kind: 'empty', schema: z.undefined() },
  }),
  task: defineRoute({
    ...base,
    operationId: 'getTaskFromFlow',
    summary: 'Read one task of a flow, wherever it is nested',
    method: 'GET',
    path: '/flows/{namespace}/{id}/tasks/{taskId}',
    access: needs('VIEW'),
    params: byName.extend({ taskId: z.string() }),
    parameterKinds: { ...nameKinds, taskId: 'taskId' },
    query: z.object({ revision: revisionNumber.optional() }),
    reply: { status: 200, kind: 'json', schema: z.looseObject({ id: z.string(), type: z.string() }) },
  }),
};
