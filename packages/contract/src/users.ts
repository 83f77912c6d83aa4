import { z } from 'zod';
import {
  apiTokenListSchema,
  authMethodSchema,
  createdApiTokenSchema,
  groupReferenceSchema,
  newApiTokenSchema,
  personPatchSchema,
  superAdminChangeSchema,
  superAdminFlags,
  tenantReferenceSchema,
  wishedSuperAdmin,
} from './identity-shapes.ts';
import { meSchema } from './me.ts';
import { pathParameters } from './path-parameters.ts';
import { emptyOk, noContent } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

export const userSummarySchema = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  tenants: z.array(tenantReferenceSchema),
  auths: z.array(authMethodSchema),
  ...superAdminFlags,
});

export const userSchema = userSummarySchema.extend({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  groups: z.array(groupReferenceSchema),
  restricted: z.boolean(),
});

const userBody = z.object({
  /** A wished id, taken if free. */
  id: z.string().nullish(),
  email: z.string().nullish(),
  username: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  password: z.string().nullish(),
  tenants: z.array(z.string()).nullish(),
  groups: z.array(z.string()).nullish(),
  restricted: z.boolean().nullish(),
  ...wishedSuperAdmin,
});

const ofUser = pathParameters({ id: 'userId' });
const ofToken = pathParameters({ id: 'userId', tokenId: 'tokenId' });
const tag = 'Users';
const base = { tag, level: 'instance', access: { kind: 'superadmin' } } as const;
const user = { status: 200, kind: 'json', schema: userSchema } as const;

export const userRoutes = {
  list: defineRoute({
    ...base,
    operationId: 'listUsers',
    summary: 'Find users',
    method: 'GET',
    path: '/users',
    query: searchQuery({ fields: ['q', 'username', 'email', 'super_admin'], sort: ['id', 'username'] }),
    reply: { status: 200, kind: 'json', schema: paged(userSummarySchema) },
  }),
  create: defineRoute({
    ...base,
    operationId: 'createUser',
    makes: 'at-once',
    summary: 'Create a user',
    method: 'POST',
    path: '/users',
    body: { kind: 'json', schema: userBody },
    reply: { status: 201, kind: 'json', schema: userSchema },
    errors: [409],
  }),
  get: defineRoute({
    ...base,
    operationId: 'getUser',
    summary: 'Read a user',
    method: 'GET',
    path: '/users/{id}',
    ...ofUser,
    reply: user,
  }),
  update: defineRoute({
    ...base,
    operationId: 'updateUser',
    summary: 'Replace a user; absent groups clear them, an absent superAdmin removes the flag',
    method: 'PUT',
    path: '/users/{id}',
    ...ofUser,
    body: { kind: 'json', schema: userBody },
    reply: user,
    errors: [409],
  }),
  patch: defineRoute({
    ...base,
    operationId: 'patchUser',
    summary: 'Change names and e-mail of a user',
    method: 'PATCH',
    path: '/users/{id}',
    ...ofUser,
    body: { kind: 'json', schema: personPatchSchema },
    reply: user,
    errors: [409],
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteUser',
    summary: 'Delete a user with tokens, sessions, access, memberships and bindings',
    method: 'DELETE',
    path: '/users/{id}',
    ...ofUser,
    reply: noContent,
    errors: [409],
  }),
  setPassword: defineRoute({
    ...base,
    operationId: 'patchUserPassword',
    summary: "Set a user's password; unlocks the account and ends its sessions",
    method: 'PATCH',
    path: '/users/{id}/password',
    ...ofUser,
    body: { kind: 'json', schema: z.object({ password: z.string() }) },
    reply: user,
  }),
  setSuperAdmin: defineRoute({
    ...base,
    operationId: 'patchUserSuperAdmin',
    summary: 'Give or take the superadmin flag',
    method: 'PATCH',
    path: '/users/{id}/superadmin',
    ...ofUser,
    body: { kind: 'json', schema: superAdminChangeSchema },
    reply: emptyOk,
    errors: [409],
  }),
  setRestricted: defineRoute({
    ...base,
    operationId: 'patchUserRestricted',
    summary: 'Make a user read-only, or lift that',
    method: 'PATCH',
    path: '/users/{id}/restricted',
    ...ofUser,
    body: { kind: 'json', schema: z.object({ restricted: z.boolean() }) },
    reply: emptyOk,
  }),
  endSessions: defineRoute({
    ...base,
    operationId: 'deleteRefreshToken',
    summary: "End all of a user's sessions",
    method: 'DELETE',
    path: '/users/{id}/refresh-token',
    ...ofUser,
    reply: noContent,
  }),
  deleteAuthMethod: defineRoute({
    ...base,
    operationId: 'deleteUserAuthMethod',
    summary: "Take a way to sign in from a user, by its id in `auths`; ends the user's sessions",
    method: 'DELETE',
    path: '/users/{id}/auths/{auth}',
    ...pathParameters({ id: 'userId', auth: 'word' }),
    reply: user,
    errors: [409],
  }),
  impersonate: defineRoute({
    ...base,
    operationId: 'impersonate',
    summary: 'Start a session as a user, of at most an hour; the cookie replaces the own one',
    method: 'POST',
    path: '/users/{id}/impersonate',
    ...ofUser,
    reply: { status: 200, kind: 'json', schema: meSchema },
  }),
  listTokens: defineRoute({
    ...base,
    operationId: 'listApiTokensForUser',
    summary: "List a user's API tokens",
    method: 'GET',
    path: '/users/{id}/api-tokens',
    ...ofUser,
    reply: { status: 200, kind: 'json', schema: apiTokenListSchema },
  }),
  createToken: defineRoute({
    ...base,
    operationId: 'createApiTokenForUser',
    makes: 'at-once',
    summary: 'Create an API token for a user; it is shown this once',
    method: 'POST',
    path: '/users/{id}/api-tokens',
    ...ofUser,
    body: { kind: 'json', schema: newApiTokenSchema },
    reply: { status: 201, kind: 'json', schema: createdApiTokenSchema },
  }),
  deleteToken: defineRoute({
    ...base,
    operationId: 'deleteApiTokenForUser',
    summary: "Delete a user's API token",
    method: 'DELETE',
    path: '/users/{id}/api-tokens/{tokenId}',
    ...ofToken,
    reply: noContent,
  }),
};
