import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { permissionOn } from './permission.ts';
import { noContent } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';
import { tenantSettingsSchema } from './tenant-shapes.ts';

/** Stored and given back as sent. */
const settings = tenantSettingsSchema.pick({
  concurrency: true,
  defaultWorkerSelector: true,
  quotas: true,
  outputsInInternalStorage: true,
  secretConfiguration: true,
  secretIsolation: true,
  secretReadOnly: true,
  secretType: true,
  storageConfiguration: true,
  storageIsolation: true,
  storageType: true,
  workerGroup: true,
});

const pluginDefault = z.object({
  type: z.string(),
  forced: z.boolean().default(false),
  values: z.record(z.string(), z.json()),
});

export const namespaceSchema = settings.extend({
  id: z.string(),
  deleted: z.boolean(),
  description: z.string().optional(),
  variables: z.record(z.string(), z.json()).optional(),
  pluginDefaults: z.array(pluginDefault).optional(),
  allowedNamespaces: z.array(z.object({ namespace: z.string() })).optional(),
});

const namespaceBody = namespaceSchema.partial({ deleted: true });
const ofNamespaceId = pathParameters({ id: 'namespace' });
const base = { tag: 'Namespaces', level: 'tenant' } as const;
const needs = permissionOn('NAMESPACE');
const namespace = { status: 200, kind: 'json', schema: namespaceSchema } as const;

export const namespaceRoutes = {
  create: defineRoute({
    ...base,
    operationId: 'createNamespace',
    makes: 'at-once',
    summary: 'Create a namespace with its details',
    method: 'POST',
    path: '/namespaces',
    access: needs('CREATE'),
    body: { kind: 'json', schema: namespaceBody },
    reply: namespace,
    errors: [409],
  }),
  autocomplete: defineRoute({
    ...base,
    operationId: 'autocompleteNamespaces',
    summary: 'Ids of namespaces that contain a text, and those given that exist',
    method: 'POST',
    path: '/namespaces/autocomplete',
    access: needs('LIST'),
    body: {
      kind: 'json',
      optional: true,
      schema: z.object({
        q: z.string().nullish(),
        ids: z.array(z.string()).nullish(),
        existingOnly: z.boolean().nullish(),
      }),
    },
    reply: { status: 200, kind: 'json', schema: z.array(z.string()) },
    safe: true,
  }),
  search: defineRoute({
    ...base,
    operationId: 'searchNamespaces',
    summary: 'Find namespaces; `existing=true`, or the filter `existingOnly`, leaves out those that only flows imply',
    method: 'GET',
    path: '/namespaces/search',
    access: needs('LIST'),
    query: searchQuery(
      { fields: ['q', 'namespace', 'existingOnly'], sort: ['id'] },
      z.object({ existing: z.enum(['true', 'false']).default('false') }),
    ),
    reply: { status: 200, kind: 'json', schema: paged(namespaceSchema) },
  }),
  get: defineRoute({
    ...base,
    operationId: 'getNamespace',
    summary: 'Read a namespace',
    method: 'GET',
    path: '/namespaces/{id}',
    access: needs('VIEW'),
    ...ofNamespaceId,
    reply: namespace,
  }),
  update: defineRoute({
    ...base,
    operationId: 'updateNamespace',
    summary: 'Replace the details of a namespace',
    method: 'PUT',
    path: '/namespaces/{id}',
    access: needs('UPDATE'),
    ...ofNamespaceId,
    body: { kind: 'json', schema: namespaceBody },
    reply: namespace,
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteNamespace',
    summary: 'Delete the details of a namespace; its flows stay',
    method: 'DELETE',
    path: '/namespaces/{id}',
    access: needs('DELETE'),
    ...ofNamespaceId,
    reply: noContent,
  }),
  inheritedVariables: defineRoute({
    ...base,
    operationId: 'inheritedVariables',
    summary: 'Variables of the namespace and those above it, merged',
    method: 'GET',
    path: '/namespaces/{id}/inherited-variables',
    access: needs('VIEW'),
    ...ofNamespaceId,
    reply: { status: 200, kind: 'json', schema: z.record(z.string(), z.unknown()) },
  }),
  inheritedPluginDefaults: defineRoute({
    ...base,
    operationId: 'inheritedPluginDefaults',
    summary: 'Plugin defaults of the namespace, then of those above it, then of the instance',
    method: 'GET',
    path: '/namespaces/{id}/inherited-plugindefaults',
    access: needs('VIEW'),
    ...ofNamespaceId,
    reply: {
      status: 200,
      kind: 'json',
      schema: z.array(pluginDefault.extend({ values: z.record(z.string(), z.unknown()) })),
    },
  }),
};
