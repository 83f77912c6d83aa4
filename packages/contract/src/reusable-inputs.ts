import { z } from 'zod';
import { flowNameSchema, flowValidationSchema } from './flow-shapes.ts';
import { ofNamespace, pathParameters } from './path-parameters.ts';
import { permissionOn } from './permission.ts';
import { flag, revisionNumber } from './query-values.ts';
import { emptyOk } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const reusableInputsSchema = z.object({
  /** Where they were saved, which may be above the namespace that was asked. */
  namespace: z.string(),
  id: z.string(),
  description: z.string().optional(),
  /** As written. */
  inputs: z.array(z.looseObject({ id: z.string().optional(), type: z.string() })).readonly(),
  revision: z.number(),
  updated: z.string(),
  /** The text as it was saved. */
  source: z.string(),
});

const block = { status: 200, kind: 'json', schema: reusableInputsSchema } as const;
const source = { kind: 'yaml', schema: z.string() } as const;
const base = { tag: 'Reusable Inputs', level: 'tenant' } as const;
const needs = permissionOn('REUSABLE_INPUTS');
const ofBlock = {
  ...base,
  path: '/namespaces/{namespace}/reusable-inputs/{id}',
  ...pathParameters({ namespace: 'namespace', id: 'reusableInputsId' }),
} as const;

export const reusableInputsRoutes = {
  namespaces: defineRoute({
    ...base,
    operationId: 'namespacesWithBlocks',
    summary: 'Namespaces that hold reusable inputs',
    method: 'GET',
    path: '/reusable-inputs/namespaces',
    access: needs('LIST'),
    reply: { status: 200, kind: 'json', schema: z.array(z.string()) },
  }),
  validate: defineRoute({
    ...base,
    operationId: 'validateReusableInputs',
    summary: 'Validate reusable inputs without saving them; one result a document',
    method: 'POST',
    path: '/reusable-inputs/validate',
    access: needs('VIEW', 'LIST', 'CREATE', 'UPDATE', 'DELETE'),
    body: { ...source, optional: true },
    reply: { status: 200, kind: 'json', schema: z.array(flowValidationSchema).readonly() },
    safe: true,
  }),
  list: defineRoute({
    ...base,
    operationId: 'listReusableInputs',
    summary: 'Reusable inputs that a namespace sees, those from above included',
    method: 'GET',
    path: '/namespaces/{namespace}/reusable-inputs',
    access: needs('LIST'),
    ...ofNamespace,
    query: searchQuery({ fields: ['q'] }),
    reply: { status: 200, kind: 'json', schema: paged(reusableInputsSchema) },
  }),
  get: defineRoute({
    ...ofBlock,
    operationId: 'getReusableInputs',
    summary: 'Reusable inputs as a namespace sees them: its own, or those of the nearest namespace above',
    method: 'GET',
    access: needs('VIEW'),
    query: z.object({ revision: revisionNumber.optional() }),
    reply: block,
  }),
  save: defineRoute({
    ...ofBlock,
    operationId: 'createOrUpdateReusableInputs',
    summary: 'Create or change reusable inputs from their source',
    method: 'PUT',
    access: needs('CREATE', 'UPDATE'),
    query: z.object({ failIfExists: flag.default(false) }),
    body: source,
    reply: block,
    errors: [409],
  }),
  delete: defineRoute({
    ...ofBlock,
    operationId: 'deleteReusableInputs',
    summary: 'Delete reusable inputs of a namespace',
    method: 'DELETE',
    access: needs('DELETE'),
    reply: emptyOk,
  }),
  revisions: defineRoute({
    ...ofBlock,
    operationId: 'listReusableInputsRevisions',
    summary: 'All revisions of reusable inputs, the oldest first',
    method: 'GET',
    path: `${ofBlock.path}/revisions`,
    access: needs('VIEW'),
    reply: { status: 200, kind: 'json', schema: z.array(reusableInputsSchema).readonly() },
  }),
  flows: defineRoute({
    ...ofBlock,
    operationId: 'listFlowsWithReusableInputs',
    summary: 'Flows that take these inputs in',
    method: 'GET',
    path: `${ofBlock.path}/flows`,
    access: needs('VIEW'),
    reply: { status: 200, kind: 'json', schema: z.array(flowNameSchema).readonly() },
  }),
};
