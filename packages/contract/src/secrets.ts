import { z } from 'zod';
import { ofNamespace, pathParameters } from './path-parameters.ts';
import { permissionOn } from './permission.ts';
import { revisionNumber } from './query-values.ts';
import { emptyOk } from './replies.ts';
import { defineRoute } from './route.ts';
import { searchQuery } from './search-query.ts';

const tagSchema = z.object({ key: z.string(), value: z.string() });
const secretSchema = z.object({
  namespace: z.string(),
  key: z.string(),
  description: z.string().optional(),
  tags: z.array(tagSchema),
  /** How many values it has had; absent for those in backends outside. */
  version: z.number().optional(),
});

const versionSchema = z.object({ version: z.number(), updated: z.string(), author: z.string().optional() });

const foundSchema = z.object({ readOnly: z.boolean(), results: z.array(secretSchema), total: z.number() });

const ofSecret = pathParameters({ namespace: 'namespace', key: 'secretKey' });
const base = { tag: 'Secrets', level: 'tenant' } as const;
const needs = permissionOn('SECRET');

export const secretRoutes = {
  search: defineRoute({
    ...base,
    operationId: 'listSecrets',
    summary: 'Find secrets by name; values are never given back',
    method: 'GET',
    path: '/secrets',
    access: needs('LIST'),
    query: searchQuery({ fields: ['q', 'namespace', 'key'], sort: ['key', 'namespace'] }),
    reply: { status: 200, kind: 'json', schema: foundSchema },
  }),
  list: defineRoute({
    ...base,
    operationId: 'listNamespaceSecrets',
    summary: 'Find secrets of one namespace by name; values are never given back',
    method: 'GET',
    path: '/namespaces/{namespace}/secrets',
    access: needs('LIST'),
    ...ofNamespace,
    query: searchQuery({ fields: ['q', 'key'], sort: ['key'] }),
    reply: { status: 200, kind: 'json', schema: foundSchema },
  }),
  inherited: defineRoute({
    ...base,
    operationId: 'getInheritedSecrets',
    summary: 'Names of secrets that the namespace sees, by the namespace that holds them',
    method: 'GET',
    path: '/namespaces/{namespace}/inherited-secrets',
    access: needs('LIST'),
    ...ofNamespace,
    reply: { status: 200, kind: 'json', schema: z.record(z.string(), z.array(z.string())) },
  }),
  put: defineRoute({
    ...base,
    operationId: 'putSecrets',
    summary: 'Set a secret',
    method: 'PUT',
    path: '/namespaces/{namespace}/secrets',
    access: needs('UPDATE', 'CREATE'),
    ...ofNamespace,
    body: {
      kind: 'json',
      schema: z.object({
        key: z.string(),
        value: z.string(),
        description: z.string().nullish(),
        tags: z.array(tagSchema).nullish(),
      }),
    },
    reply: { status: 200, kind: 'json', schema: z.array(secretSchema) },
  }),
  versions: defineRoute({
    ...base,
    operationId: 'listSecretVersions',
    summary: 'The values that a secret has had, oldest first, without the values; none of a backend outside',
    method: 'GET',
    path: '/namespaces/{namespace}/secrets/{key}/versions',
    access: needs('LIST'),
    ...ofSecret,
    reply: { status: 200, kind: 'json', schema: z.array(versionSchema) },
  }),
  restore: defineRoute({
    ...base,
    operationId: 'restoreSecret',
    summary: 'Make an earlier value of a secret its newest one',
    method: 'POST',
    path: '/namespaces/{namespace}/secrets/{key}/restore',
    access: needs('UPDATE'),
    ...ofSecret,
    query: z.object({ version: revisionNumber }),
    reply: { status: 200, kind: 'json', schema: z.array(secretSchema) },
  }),
  patch: defineRoute({
    ...base,
    operationId: 'patchSecret',
    summary: 'Change description and tags of a secret',
    method: 'PATCH',
    path: '/namespaces/{namespace}/secrets/{key}',
    access: needs('UPDATE'),
    ...ofSecret,
    body: {
      kind: 'json',
      schema: z.object({ description: z.string().nullish(), tags: z.array(tagSchema).nullish() }),
    },
    reply: { status: 200, kind: 'json', schema: z.array(secretSchema) },
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteSecret',
    summary: 'Delete a secret',
    method: 'DELETE',
    path: '/namespaces/{namespace}/secrets/{key}',
    access: needs('DELETE'),
    ...ofSecret,
    reply: emptyOk,
  }),
};
