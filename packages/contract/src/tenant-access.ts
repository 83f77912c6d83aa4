import { z } from 'zod';
import { authMethodSchema, groupOfUserSchema, superAdminFlags } from './identity-shapes.ts';
import { pathParameters } from './path-parameters.ts';
import { permission } from './permission.ts';
import { noContent } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

export const userInTenantSchema = z.object({
  id: z.string(),
  userId: z.string(),
  username: z.string(),
  displayName: z.string(),
  type: z.enum(['STANDARD', 'SERVICE_ACCOUNT']),
  description: z.string().optional(),
  groups: z.array(groupOfUserSchema),
  auths: z.array(authMethodSchema),
  ...superAdminFlags,
});

export const tenantAccessSchema = z.object({
  tenantId: z.string().optional(),
  userId: z.string(),
  username: z.string(),
  displayName: z.string(),
  ...superAdminFlags,
  groups: z.array(groupOfUserSchema.extend({ membership: z.enum(['OWNER', 'MEMBER']) })),
  roles: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      namespace: z.string().optional(),
      origin: z.enum(['BINDING', 'GROUP']),
      /** The binding's id, or the group's. */
      sourceId: z.string(),
      permissions: z.array(z.object({ resource: z.string(), actions: z.array(z.string()) })),
    }),
  ),
});

const ofUser = pathParameters({ userId: 'userId' });
const base = { tag: 'TenantAccess', level: 'tenant' } as const;

export const tenantAccessRoutes = {
  list: defineRoute({
    ...base,
    operationId: 'listTenantAccess',
    summary: 'Users who may enter the tenant',
    method: 'GET',
    path: '/tenant-access',
    access: permission('USER:LIST'),
    query: searchQuery({ fields: ['q', 'username', 'email'], sort: ['id', 'username'] }),
    reply: { status: 200, kind: 'json', schema: paged(userInTenantSchema) },
  }),
  autocomplete: defineRoute({
    ...base,
    operationId: 'autocompleteUsers',
    summary: 'Users of the tenant whose name contains a text',
    method: 'POST',
    path: '/tenant-access/autocomplete',
    access: permission('USER:LIST'),
    body: {
      kind: 'json',
      schema: z.object({
        q: z.string().nullish(),
        /** Newer clients look for it here. */
        username: z.string().nullish(),
        ids: z.array(z.string()).nullish(),
      }),
      optional: true,
    },
    reply: { status: 200, kind: 'json', schema: z.array(userInTenantSchema) },
    safe: true,
  }),
  grantByEmail: defineRoute({
    ...base,
    operationId: 'createTenantAccess',
    makes: 'at-once',
    summary: 'Let a user enter the tenant, by e-mail',
    method: 'POST',
    path: '/tenant-access',
    access: permission('USER:CREATE'),
    body: { kind: 'json', schema: z.object({ email: z.string() }) },
    reply: noContent,
    errors: [409],
  }),
  // One's own record needs no permission, so the use case asks
  get: defineRoute({
    ...base,
    operationId: 'getTenantAccess',
    summary: "A user's groups, roles and permissions in the tenant",
    method: 'GET',
    path: '/tenant-access/{userId}',
    access: { kind: 'signed-in' },
    ...ofUser,
    reply: { status: 200, kind: 'json', schema: tenantAccessSchema },
  }),
  grant: defineRoute({
    ...base,
    operationId: 'createTenantAccessById',
    summary: 'Let a user enter the tenant; repeating it changes nothing',
    method: 'PUT',
    path: '/tenant-access/{userId}',
    access: permission('USER:CREATE'),
    ...ofUser,
    reply: { status: 201, kind: 'json', schema: tenantAccessSchema },
  }),
  revoke: defineRoute({
    ...base,
    operationId: 'deleteTenantAccess',
    summary: "Remove a user's access with bindings and memberships in the tenant",
    method: 'DELETE',
    path: '/tenant-access/{userId}',
    access: permission('USER:DELETE'),
    ...ofUser,
    reply: noContent,
  }),
};
