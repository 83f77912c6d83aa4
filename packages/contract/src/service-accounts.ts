import { z } from 'zod';
import {
  apiTokenListSchema,
  authMethodSchema,
  createdApiTokenSchema,
  groupOfUserSchema,
  newApiTokenSchema,
  superAdminChangeSchema,
  superAdminFlags,
  tenantReferenceSchema,
  wishedSuperAdmin,
} from './identity-shapes.ts';
import { pathParameters } from './path-parameters.ts';
import { permissionOn } from './permission.ts';
import { emptyOk, noContent } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  ...superAdminFlags,
});

/** As a tenant sees it. */
export const tenantServiceAccountSchema = accountSchema.extend({ groups: z.array(z.object({ id: z.string() })) });
/** In lists it is one of the users of the tenant, too. */
const listedServiceAccountSchema = tenantServiceAccountSchema.extend({
  username: z.string(),
  displayName: z.string(),
  groups: z.array(groupOfUserSchema),
  auths: z.array(authMethodSchema),
});
/** As the instance sees it. */
export const instanceServiceAccountSchema = accountSchema.extend({ tenants: z.array(tenantReferenceSchema) });

const accountBody = z.object({
  id: z.string().nullish(),
  name: z.string(),
  description: z.string().nullish(),
  ...wishedSuperAdmin,
});
const tenantAccountBody = accountBody.extend({ groups: z.array(z.object({ id: z.string() })).nullish() });

const ofAccount = pathParameters({ id: 'serviceAccountId' });
const ofToken = pathParameters({ id: 'serviceAccountId', tokenId: 'tokenId' });
const base = { tag: 'ServiceAccounts', level: 'tenant' } as const;
const instance = { tag: 'ServiceAccounts', level: 'instance', access: { kind: 'superadmin' } } as const;
const needs = permissionOn('SERVICE_ACCOUNT');
const account = { status: 200, kind: 'json', schema: tenantServiceAccountSchema } as const;
const instanceAccount = { status: 200, kind: 'json', schema: instanceServiceAccountSchema } as const;

export const serviceAccountRoutes = {
  list: defineRoute({
    ...base,
    operationId: 'listServiceAccountsForTenant',
    summary: "Find the tenant's service accounts",
    method: 'GET',
    path: '/service-accounts',
    access: needs('LIST'),
    query: searchQuery({ fields: ['q', 'username'], sort: ['id', 'username'] }),
    reply: { status: 200, kind: 'json', schema: paged(listedServiceAccountSchema) },
  }),
  create: defineRoute({
    ...base,
    operationId: 'createServiceAccountForTenant',
    makes: 'at-once',
    summary: 'Create a service account of the tenant',
    method: 'POST',
    path: '/service-accounts',
    access: needs('CREATE'),
    body: { kind: 'json', schema: tenantAccountBody },
    reply: account,
    errors: [409],
  }),
  get: defineRoute({
    ...base,
    operationId: 'getServiceAccountForTenant',
    summary: 'Read a service account of the tenant',
    method: 'GET',
    path: '/service-accounts/{id}',
    access: needs('VIEW'),
    ...ofAccount,
    reply: account,
  }),
  update: defineRoute({
    ...base,
    operationId: 'updateServiceAccount',
    summary: 'Replace a service account of the tenant',
    method: 'PUT',
    path: '/service-accounts/{id}',
    access: needs('UPDATE'),
    ...ofAccount,
    body: { kind: 'json', schema: tenantAccountBody },
    reply: account,
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteServiceAccountForTenant',
    summary: 'Delete a service account of the tenant with its tokens',
    method: 'DELETE',
    path: '/service-accounts/{id}',
    access: needs('DELETE'),
    ...ofAccount,
    reply: emptyOk,
  }),
  listTokens: defineRoute({
    ...base,
    operationId: 'listApiTokensForServiceAccountWithTenant',
    summary: "List a service account's API tokens",
    method: 'GET',
    path: '/service-accounts/{id}/api-tokens',
    access: needs('VIEW'),
    ...ofAccount,
    reply: { status: 200, kind: 'json', schema: apiTokenListSchema },
  }),
  createToken: defineRoute({
    ...base,
    operationId: 'createApiTokenForServiceAccountWithTenant',
    makes: 'at-once',
    summary: 'Create an API token for a service account; it is shown this once',
    method: 'POST',
    path: '/service-accounts/{id}/api-tokens',
    access: needs('UPDATE'),
    ...ofAccount,
    body: { kind: 'json', schema: newApiTokenSchema },
    reply: { status: 200, kind: 'json', schema: createdApiTokenSchema },
  }),
  deleteToken: defineRoute({
    ...base,
    operationId: 'deleteApiTokenForServiceAccountWithTenant',
    summary: "Delete a service account's API token",
    method: 'DELETE',
    path: '/service-accounts/{id}/api-tokens/{tokenId}',
    access: needs('UPDATE'),
    ...ofToken,
    reply: emptyOk,
  }),
};

export const instanceServiceAccountRoutes = {
  list: defineRoute({
    ...instance,
    operationId: 'listServiceAccounts',
    summary: 'Find service accounts of the instance and of all tenants',
    method: 'GET',
    path: '/service-accounts',
    query: searchQuery({ fields: ['q', 'username'], sort: ['id', 'username'] }),
    reply: { status: 200, kind: 'json', schema: paged(instanceServiceAccountSchema) },
  }),
  create: defineRoute({
    ...instance,
    operationId: 'createServiceAccount',
    makes: 'at-once',
    summary: 'Create a service account of the instance',
    method: 'POST',
    path: '/service-accounts',
    body: { kind: 'json', schema: accountBody.extend({ tenants: z.array(z.string()).nullish() }) },
    reply: instanceAccount,
    errors: [409],
  }),
  get: defineRoute({
    ...instance,
    operationId: 'getServiceAccount',
    summary: 'Read a service account',
    method: 'GET',
    path: '/service-accounts/{id}',
    ...ofAccount,
    reply: instanceAccount,
  }),
  patch: defineRoute({
    ...instance,
    operationId: 'patchServiceAccountDetails',
    summary: 'Change name and description of a service account',
    method: 'PATCH',
    path: '/service-accounts/{id}',
    ...ofAccount,
    body: { kind: 'json', schema: z.object({ name: z.string().nullish(), description: z.string().nullish() }) },
    reply: instanceAccount,
  }),
  delete: defineRoute({
    ...instance,
    operationId: 'deleteServiceAccount',
    summary: 'Delete a service account with its tokens',
    method: 'DELETE',
    path: '/service-accounts/{id}',
    ...ofAccount,
    reply: noContent,
  }),
  setSuperAdmin: defineRoute({
    ...instance,
    operationId: 'patchServiceAccountSuperAdmin',
    summary: 'Give or take the superadmin flag',
    method: 'PATCH',
    path: '/service-accounts/{id}/superadmin',
    ...ofAccount,
    body: { kind: 'json', schema: superAdminChangeSchema },
    reply: emptyOk,
    errors: [409],
  }),
  listTokens: defineRoute({
    ...instance,
    operationId: 'listApiTokensForServiceAccount',
    summary: "List a service account's API tokens",
    method: 'GET',
    path: '/service-accounts/{id}/api-tokens',
    ...ofAccount,
    reply: { status: 200, kind: 'json', schema: apiTokenListSchema },
  }),
  createToken: defineRoute({
    ...instance,
    operationId: 'createApiTokenForServiceAccount',
    makes: 'at-once',
    summary: 'Create an API token for a service account; it is shown this once',
    method: 'POST',
    path: '/service-accounts/{id}/api-tokens',
    ...ofAccount,
    body: { kind: 'json', schema: newApiTokenSchema },
    reply: { status: 201, kind: 'json', schema: createdApiTokenSchema },
  }),
  deleteToken: defineRoute({
    ...instance,
    operationId: 'deleteApiTokenForServiceAccount',
    summary: "Delete a service account's API token",
    method: 'DELETE',
    path: '/service-accounts/{id}/api-tokens/{tokenId}',
    ...ofToken,
    reply: noContent,
  }),
};
