import { z } from 'zod';
import { ofExecution, ofFlow, ofNamespace } from './path-parameters.ts';
import { permission } from './permission.ts';
import { flag, revisionNumber } from './query-values.ts';
import { defineRoute } from './route.ts';

const tag = 'Flows';
const relationType = z.enum(['SEQUENTIAL', 'PARALLEL', 'CHOICE', 'DYNAMIC', 'ERROR', 'FINALLY', 'AFTER_EXECUTION']);
const json = z.record(z.string(), z.unknown());
const node = z.object({
  uid: z.string(),
  type: z.string(),
  branchType: z.enum(['ERROR', 'FINALLY', 'AFTER_EXECUTION']).optional(),
  task: json.optional(),
  relationType: relationType.optional(),
  trigger: json.optional(),
});

/** What Kestra's clients draw; `uid`s join nodes, edges and clusters. */
export const flowGraphSchema = z.object({
  nodes: z.array(node),
  edges: z.array(
    z.object({
      source: z.string(),
      target: z.string(),
      relation: z.object({ relationType: relationType.optional(), value: z.string().optional() }),
    }),
  ),
  clusters: z.array(
    z.object({
      cluster: node,
      nodes: z.array(z.string()),
      parents: z.array(z.string()),
      start: z.string(),
      end: z.string(),
    }),
  ),
  flowables: z.array(z.string()),
});

export const topologySchema = z.object({
  nodes: z.array(z.object({ uid: z.string(), namespace: z.string(), id: z.string() })),
  edges: z.array(z.object({ source: z.string(), target: z.string(), relation: z.enum(['FLOW_TASK', 'FLOW_TRIGGER']) })),
});

const base = { tag, level: 'tenant', access: permission('FLOW:VIEW') } as const;
const graph = { status: 200, kind: 'json', schema: flowGraphSchema } as const;
const topology = { status: 200, kind: 'json', schema: topologySchema } as const;

export const graphRoutes = {
  ofSource: defineRoute({
    ...base,
    operationId: 'generateFlowGraphFromSource',
    summary: 'The drawing of a flow that is being written',
    method: 'POST',
    path: '/flows/graph',
    body: { kind: 'yaml', schema: z.string() },
    reply: graph,
    safe: true,
  }),
  ofFlow: defineRoute({
    ...base,
    operationId: 'generateFlowGraph',
    summary: 'The drawing of a flow: nodes, edges, nested clusters',
    method: 'GET',
    path: '/flows/{namespace}/{id}/graph',
    ...ofFlow,
    query: z.object({ revision: revisionNumber.optional() }),
    reply: graph,
  }),
  ofExecution: defineRoute({
    ...base,
    operationId: 'getExecutionFlowGraph',
    summary: 'The drawing of the revision that an execution runs',
    tag: 'Executions',
    method: 'GET',
    path: '/executions/{executionId}/graph',
    access: permission('EXECUTION:VIEW'),
    ...ofExecution,
    reply: graph,
  }),
  dependencies: defineRoute({
    ...base,
    operationId: 'getFlowDependencies',
    summary: 'Flows that a flow starts or is started by',
    method: 'GET',
    path: '/flows/{namespace}/{id}/dependencies',
    ...ofFlow,
    query: z.object({ destinationOnly: flag.optional(), expandAll: flag.optional() }),
    reply: topology,
  }),
  dependenciesOfNamespace: defineRoute({
    ...base,
    operationId: 'getFlowDependenciesFromNamespace',
    summary: 'Which flows start which, around those of a namespace',
    method: 'GET',
    path: '/namespaces/{namespace}/dependencies',
    ...ofNamespace,
    query: z.object({ destinationOnly: flag.optional() }),
    reply: topology,
  }),
  dependenciesOfTenant: defineRoute({
    ...base,
    operationId: 'getFlowDependenciesFromTenant',
    summary: 'Which flows of the tenant start which',
    method: 'GET',
    path: '/dependencies',
    query: z.object({ destinationOnly: flag.optional() }),
    reply: topology,
  }),
};
