import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { permission } from './permission.ts';
import { noContent } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const permissionMap = z.record(z.string(), z.array(z.string()));

export const roleSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  /** In the spelling and order in which they were last written. */
  permissions: permissionMap,
  isDefault: z.boolean(),
  isManaged: z.boolean(),
});

export const roleSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  isDefault: z.boolean(),
  isManaged: z.boolean(),
  permissionCount: z.number(),
});

const roleBody = z.object({
  id: z.string().nullish(),
  name: z.string(),
  description: z.string().nullish(),
  isDefault: z.boolean().nullish(),
  permissions: permissionMap,
});

const ofRole = pathParameters({ id: 'roleId' });
const base = { tag: 'Roles', level: 'tenant' } as const;
const role = { status: 200, kind: 'json', schema: roleSchema } as const;

export const roleRoutes = {
  create: defineRoute({
    ...base,
    operationId: 'createRole',
    makes: 'at-once',
    summary: 'Create a role',
    method: 'POST',
    path: '/roles',
    access: permission('ROLE:CREATE'),
    body: { kind: 'json', schema: roleBody },
    reply: role,
    errors: [409],
  }),
  search: defineRoute({
    ...base,
    operationId: 'searchRoles',
    summary: 'Find roles',
    method: 'GET',
    path: '/roles/search',
    access: permission('ROLE:LIST'),
    query: searchQuery({ fields: ['q', 'name'], sort: ['id', 'name'] }),
    reply: { status: 200, kind: 'json', schema: paged(roleSummarySchema) },
  }),
  autocomplete: defineRoute({
    ...base,
    operationId: 'autocompleteRoles',
    summary: 'Roles whose name or id begins with a text, and those with the ids given',
    method: 'POST',
    path: '/roles/autocomplete',
    access: permission('ROLE:LIST'),
    body: {
      kind: 'json',
      schema: z.object({
        q: z.string().nullish(),
        ids: z.array(z.string()).nullish(),
        existingOnly: z.boolean().nullish(),
      }),
      optional: true,
    },
    reply: { status: 200, kind: 'json', schema: z.array(roleSummarySchema) },
    safe: true,
  }),
  listByIds: defineRoute({
    ...base,
    operationId: 'listRolesFromGivenIds',
    summary: 'Roles with the ids given; unknown ones are left out',
    method: 'POST',
    path: '/roles/ids',
    access: permission('ROLE:LIST'),
    body: { kind: 'json', schema: z.object({ ids: z.array(z.string()) }) },
    reply: { status: 200, kind: 'json', schema: z.array(roleSchema.extend({ deleted: z.literal(false) })) },
    safe: true,
  }),
  get: defineRoute({
    ...base,
    operationId: 'getRole',
    summary: 'Read a role',
    method: 'GET',
    path: '/roles/{id}',
    access: permission('ROLE:VIEW'),
    ...ofRole,
    reply: role,
  }),
  update: defineRoute({
    ...base,
    operationId: 'updateRole',
    summary: 'Replace a role; managed ones refuse',
    method: 'PUT',
    path: '/roles/{id}',
    access: permission('ROLE:UPDATE'),
    ...ofRole,
    body: { kind: 'json', schema: roleBody },
    reply: role,
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteRole',
    summary: 'Delete a role with its bindings; managed ones refuse',
    method: 'DELETE',
    path: '/roles/{id}',
    access: permission('ROLE:DELETE'),
    ...ofRole,
    reply: noContent,
  }),
};
