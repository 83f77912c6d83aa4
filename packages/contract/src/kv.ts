import { z } from 'zod';
import { ofNamespace, pathParameters } from './path-parameters.ts';
import { permissionOn } from './permission.ts';
import { revisionNumber } from './query-values.ts';
import { emptyOk } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const entrySchema = z.object({
  namespace: z.string(),
  key: z.string(),
  revision: z.number(),
  description: z.string().optional(),
  creationDate: z.string(),
  updateDate: z.string(),
  expirationDate: z.string().optional(),
});

const revisionSchema = z.object({
  revision: z.number(),
  type: z.string(),
  description: z.string().optional(),
  updated: z.string(),
  expirationDate: z.string().optional(),
});

const ofKey = pathParameters({ namespace: 'namespace', key: 'kvKey' });
const base = { tag: 'KV', level: 'tenant' } as const;
const needs = permissionOn('KVSTORE');

export const kvRoutes = {
  search: defineRoute({
    ...base,
    operationId: 'listAllKeys',
    summary: 'Find keys in all namespaces; no values',
    method: 'GET',
    path: '/kv',
    access: needs('LIST'),
    query: searchQuery({
      fields: ['q', 'namespace', 'key', 'created', 'updated', 'expirationDate'],
      sort: ['key', 'namespace', 'description', 'creationDate', 'updateDate', 'expirationDate'],
    }),
    reply: { status: 200, kind: 'json', schema: paged(entrySchema) },
  }),
  list: defineRoute({
    ...base,
    operationId: 'listKeys',
    summary: 'Keys of a namespace',
    method: 'GET',
    path: '/namespaces/{namespace}/kv',
    access: needs('LIST'),
    ...ofNamespace,
    reply: { status: 200, kind: 'json', schema: z.array(entrySchema) },
  }),
  inherited: defineRoute({
    ...base,
    operationId: 'listKeysWithInheritence',
    summary: 'Keys that the namespace sees from those above it',
    method: 'GET',
    path: '/namespaces/{namespace}/kv/inheritance',
    access: needs('LIST'),
    ...ofNamespace,
    reply: { status: 200, kind: 'json', schema: z.array(entrySchema) },
  }),
  get: defineRoute({
    ...base,
    operationId: 'getKeyValue',
    summary: 'Read a value, as it is or as it was in a revision',
    method: 'GET',
    path: '/namespaces/{namespace}/kv/{key}',
    access: needs('VIEW'),
    ...ofKey,
    query: z.object({ revision: revisionNumber.optional() }),
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({ type: z.string(), value: z.json(), revision: z.number(), updated: z.string() }),
    },
    errors: [410],
  }),
  revisions: defineRoute({
    ...base,
    operationId: 'listKeyRevisions',
    summary: 'What a key has held, oldest first, without the values; what has expired is left out',
    method: 'GET',
    path: '/namespaces/{namespace}/kv/{key}/revisions',
    access: needs('VIEW'),
    ...ofKey,
    reply: { status: 200, kind: 'json', schema: z.array(revisionSchema) },
    errors: [410],
  }),
  set: defineRoute({
    ...base,
    operationId: 'setKeyValue',
    summary: 'Set a value: raw JSON, a date or duration, or text; header `ttl` (ISO duration) lets it expire',
    method: 'PUT',
    path: '/namespaces/{namespace}/kv/{key}',
    access: needs('CREATE', 'UPDATE'),
    ...ofKey,
    body: { kind: 'any', schema: z.unknown() },
    reply: emptyOk,
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteKeyValue',
    summary: 'Delete a value; answers whether there was one',
    method: 'DELETE',
    path: '/namespaces/{namespace}/kv/{key}',
    access: needs('DELETE'),
    ...ofKey,
    reply: { status: 200, kind: 'json', schema: z.boolean() },
  }),
  deleteMany: defineRoute({
    ...base,
    operationId: 'deleteKeyValues',
    summary: 'Delete several values of a namespace',
    method: 'DELETE',
    path: '/namespaces/{namespace}/kv',
    access: needs('DELETE'),
    ...ofNamespace,
    body: { kind: 'json', schema: z.object({ keys: z.array(z.string()) }) },
    reply: { status: 200, kind: 'json', schema: z.object({ keys: z.array(z.string()) }) },
  }),
};
