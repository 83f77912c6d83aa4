import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { permission } from './permission.ts';
import { noContent } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const bindingType = z.enum(['USER', 'GROUP']);

export const bindingSchema = z.object({
  id: z.string(),
  type: bindingType,
  /** Both spellings, only when the binding is limited to a namespace and its children. */
  namespace: z.string().optional(),
  namespaceId: z.string().optional(),
  role: z.object({ id: z.string(), name: z.string() }),
  user: z
    .object({
      id: z.string(),
      username: z.string(),
      displayName: z.string(),
      type: z.enum(['STANDARD', 'SERVICE_ACCOUNT']),
    })
    .optional(),
  group: z.object({ id: z.string(), name: z.string() }).optional(),
});

const bindingBody = z.object({
  type: bindingType,
  externalId: z.string(),
  roleId: z.string(),
  namespaceId: z.string().nullish(),
  /** As a binding is shown; of both `namespaceId` counts. */
  namespace: z.string().nullish(),
});

const ofBinding = pathParameters({ id: 'bindingId' });
const base = { tag: 'Bindings', level: 'tenant' } as const;

export const bindingRoutes = {
  create: defineRoute({
    ...base,
    operationId: 'createBinding',
    makes: 'at-once',
    summary:
      'Give a role to a user or group, in the whole tenant or one namespace; the same again answers the one that exists',
    method: 'POST',
    path: '/bindings',
    access: permission('BINDING:CREATE'),
    body: { kind: 'json', schema: bindingBody },
    reply: { status: 200, kind: 'json', schema: bindingSchema },
  }),
  createBulk: defineRoute({
    ...base,
    operationId: 'bulkCreateBinding',
    makes: 'at-once',
    summary: 'Create several bindings, all or none',
    method: 'POST',
    path: '/bindings/bulk',
    access: permission('BINDING:CREATE'),
    body: { kind: 'json', schema: z.array(bindingBody) },
    reply: { status: 200, kind: 'json', schema: z.array(bindingSchema) },
  }),
  search: defineRoute({
    ...base,
    operationId: 'searchBindings',
    summary: 'Find bindings',
    method: 'GET',
    path: '/bindings/search',
    access: permission('BINDING:LIST'),
    query: searchQuery(
      { fields: ['type', 'id', 'namespace', 'roleId'], sort: ['id'] },
      z.object({ type: z.string().optional(), id: z.string().optional(), namespace: z.string().optional() }),
    ),
    reply: { status: 200, kind: 'json', schema: paged(bindingSchema) },
  }),
  get: defineRoute({
    ...base,
    operationId: 'getBinding',
    summary: 'Read a binding',
    method: 'GET',
    path: '/bindings/{id}',
    access: permission('BINDING:VIEW'),
    ...ofBinding,
    reply: { status: 200, kind: 'json', schema: bindingSchema },
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteBinding',
    summary: 'Take a role away',
    method: 'DELETE',
    path: '/bindings/{id}',
    access: permission('BINDING:DELETE'),
    ...ofBinding,
    reply: noContent,
  }),
};
