import { z } from 'zod';
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

const inNamespace = z.object({ namespace: z.string() });
const oneKey = inNamespace.extend({ key: z.string() });
const base = { tag: 'KV', level: 'tenant' } as const;
const needs = (...actions: readonly string[]) =>
  ({ kind: 'permission', anyOf: actions.map((action) => `KVSTORE:${action}` as const) }) as const;
const keyKinds = { namespace: 'namespace', key: 'kvKey' } as const;

export const kvRoutes = {
  search: defineRoute({
    ...base,
    operationId: 'listAllKeys',
    summary: 'Find keys in all namespaces; no values',
    method: 'GET',
    path: '/kv',
    access: needs('LIST'),
    query: searchQuery({ fields: ['q', 'namespace', 'key'], sort: ['key', 'namespace', 'updateDate'] }),
    reply: { status: 200, kind: 'json', schema: paged(entrySchema) },
  }),
  list: defineRoute({
    ...base,
    operationId: 'listKeys',
    summary: 'Keys of a namespace',
    method: 'GET',
    path: '/namespaces/{namespace}/kv',
    access: needs('LIST'),
    params: inNamespace,
    parameterKinds: { namespace: 'namespace' },
    reply: { status: 200, kind: 'json', schema: z.array(entrySchema) },
  }),
  inherited: defineRoute({
    ...base,
    operationId: 'listKeysWithInheritence',
    summary: 'Keys that the namespace sees from those above it',
    method: 'GET',
    path: '/namespaces/{namespace}/kv/inheritance',
    access: needs('LIST'),
    params: inNamespace,
    parameterKinds: { namespace: 'namespace' },
    reply: { status: 200, kind: 'json', schema: z.array(entrySchema) },
  }),
  get: defineRoute({
    ...base,
    operationId: 'getKeyValue',
    summary: 'Read a value',
    method: 'GET',
    path: '/namespaces/{namespace}/kv/{key}',
    access: needs('VIEW'),
    params: oneKey,
    parameterKinds: keyKinds,
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({ type: z.string(), value: z.json(), revision: z.number(), updated: z.string() }),
    },
    errors: [410],
  }),
  set: defineRoute({
    ...base,
    operationId: 'setKeyValue',
    summary: 'Set a value: raw JSON, a date or duration, or text; header `ttl` (ISO duration) lets it expire',
    method: 'PUT',
    path: '/namespaces/{namespace}/kv/{key}',
    access: needs('CREATE', 'UPDATE'),
    params: oneKey,
    parameterKinds: keyKinds,
    body: { kind: 'any', schema: z.unknown() },
    reply: { status: 200, kind: 'empty', schema: z.undefined() },
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteKeyValue',
    summary: 'Delete a value; answers whether there was one',
    method: 'DELETE',
    path: '/namespaces/{namespace}/kv/{key}',
    access: needs('DELETE'),
    params: oneKey,
    parameterKinds: keyKinds,
    reply: { status: 200, kind: 'json', schema: z.boolean() },
  }),
  deleteMany: defineRoute({
    ...base,
    operationId: 'deleteKeyValues',
    summary: 'Delete several values of a namespace',
    method: 'DELETE',
    path: '/namespaces/{namespace}/kv',
    access: needs('DELETE'),
    params: inNamespace,
    parameterKinds: { namespace: 'namespace' },
    body: { kind: 'json', schema: z.object({ keys: z.array(z.string()) }) },
    reply: { status: 200, kind: 'json', schema: z.object({ keys: z.array(z.string()) }) },
  }),
};
