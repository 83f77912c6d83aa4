import { z } from 'zod';
import { flowNameSchema, flowValidationSchema } from './flow-shapes.ts';
import { ofNamespace, pathParameters } from './path-parameters.ts';
import { permissionOn } from './permission.ts';
import { flag } from './query-values.ts';
import { countReply, fileReply, noContent } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

/** A template as written; further properties are those of the source. */
const templateSchema = z.looseObject({
  id: z.string(),
  namespace: z.string(),
  deleted: z.boolean(),
  /** The text as it was saved; only where it is asked for. */
  source: z.string().optional(),
});

const template = { status: 200, kind: 'json', schema: templateSchema } as const;
const source = { kind: 'yaml', schema: z.string() } as const;
const base = { tag: 'Templates', level: 'tenant' } as const;
const needs = permissionOn('TEMPLATE');
const ofTemplate = pathParameters({ namespace: 'namespace', id: 'templateId' });

const filterFields = ['q', 'namespace'] as const;
const named = { kind: 'json', schema: z.array(flowNameSchema) } as const;

/** Answered with 404 unless templates are enabled. */
export const templateRoutes = {
  create: defineRoute({
    ...base,
    operationId: 'createTemplate',
    makes: 'at-once',
    summary: 'Create a template from its source',
    method: 'POST',
    path: '/templates',
    access: needs('CREATE'),
    body: source,
    reply: template,
  }),
  deleteByIds: defineRoute({
    ...base,
    operationId: 'deleteTemplatesByIds',
    summary: 'Delete the templates named',
    method: 'DELETE',
    path: '/templates/delete/by-ids',
    access: needs('DELETE'),
    body: named,
    reply: countReply,
    errors: [400],
  }),
  deleteByQuery: defineRoute({
    ...base,
    operationId: 'deleteTemplatesByQuery',
    summary: 'Delete the templates that match',
    method: 'DELETE',
    path: '/templates/delete/by-query',
    access: needs('DELETE'),
    query: searchQuery({ fields: filterFields, mutating: true }),
    reply: countReply,
  }),
  distinctNamespaces: defineRoute({
    ...base,
    operationId: 'listTemplatesDistinctNamespaces',
    summary: 'Namespaces that hold templates',
    method: 'GET',
    path: '/templates/distinct-namespaces',
    access: needs('LIST', 'VIEW'),
    reply: { status: 200, kind: 'json', schema: z.array(z.string()) },
  }),
  exportByIds: defineRoute({
    ...base,
    operationId: 'exportTemplatesByIds',
    summary: 'Sources of the templates named, as a zip of YAML files',
    method: 'POST',
    path: '/templates/export/by-ids',
    access: needs('VIEW'),
    body: named,
    reply: fileReply,
    safe: true,
    errors: [400],
  }),
  exportByQuery: defineRoute({
    ...base,
    operationId: 'exportTemplatesByQuery',
    summary: 'Sources of the templates that match, as a zip of YAML files',
    method: 'GET',
    path: '/templates/export/by-query',
    access: needs('VIEW'),
    query: searchQuery({ fields: filterFields }),
    reply: fileReply,
  }),
  search: defineRoute({
    ...base,
    operationId: 'searchTemplates',
    summary: 'Find templates; without their sources',
    method: 'GET',
    path: '/templates/search',
    access: needs('LIST', 'VIEW'),
    query: searchQuery({ fields: filterFields, sort: ['id', 'namespace'] }),
    reply: { status: 200, kind: 'json', schema: paged(templateSchema) },
  }),
  validate: defineRoute({
    ...base,
    operationId: 'validateTemplates',
    summary: 'Validate templates without saving them; one result a document',
    method: 'POST',
    path: '/templates/validate',
    access: needs('VIEW', 'LIST', 'CREATE', 'UPDATE', 'DELETE'),
    body: { ...source, optional: true },
    reply: { status: 200, kind: 'json', schema: z.array(flowValidationSchema).readonly() },
    safe: true,
  }),
  updateNamespace: defineRoute({
    ...base,
    operationId: 'updateTemplatesInNamespace',
    makes: 'at-once',
    summary: 'Save the templates of a namespace, all or none, and delete the others of it unless told otherwise',
    method: 'POST',
    path: '/templates/{namespace}',
    access: needs('UPDATE', 'CREATE'),
    ...ofNamespace,
    query: z.object({ delete: flag.default(true) }),
    body: { ...source, optional: true },
    reply: { status: 200, kind: 'json', schema: z.array(templateSchema).readonly() },
  }),
  get: defineRoute({
    ...base,
    operationId: 'getTemplate',
    summary: 'Read a template',
    method: 'GET',
    path: '/templates/{namespace}/{id}',
    access: needs('VIEW'),
    ...ofTemplate,
    query: z.object({ source: flag.optional() }),
    reply: template,
  }),
  update: defineRoute({
    ...base,
    operationId: 'updateTemplate',
    summary: 'Save a template; executions that have begun keep what they began with',
    method: 'PUT',
    path: '/templates/{namespace}/{id}',
    access: needs('UPDATE'),
    ...ofTemplate,
    body: source,
    reply: template,
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteTemplate',
    summary: 'Delete a template; executions that have begun with it go on',
    method: 'DELETE',
    path: '/templates/{namespace}/{id}',
    access: needs('DELETE'),
    ...ofTemplate,
    reply: noContent,
  }),
};
