import { z } from 'zod';
import {
  apiTokenListSchema,
  authMethodSchema,
  createdApiTokenSchema,
  newApiTokenSchema,
  personPatchSchema,
  superAdminFlags,
} from './identity-shapes.ts';
import { pathParameters } from './path-parameters.ts';
import { noContent } from './replies.ts';
import { defineRoute } from './route.ts';

export const meSchema = z.object({
  id: z.string(),
  ...superAdminFlags,
  restricted: z.boolean(),
  profile: z.object({
    username: z.string(),
    email: z.string().optional(),
    firstName: z.string().optional(),
    lastName: z.string().optional(),
  }),
  auths: z.array(authMethodSchema),
  /** Tenants that may be entered, by name; the default tenant has no id. */
  tenants: z.array(z.object({ id: z.string().optional(), name: z.string(), logo: z.string().optional() })),
  /** Actions of the caller above the tenants, e.g. `{ TENANT: ['CREATE'] }`. */
  instancePermissions: z.record(z.string(), z.array(z.string())),
  impersonatedBy: z.string().optional(),
});

const base = { tag: 'Me', level: 'instance', access: { kind: 'signed-in' } } as const;

export const meRoutes = {
  get: defineRoute({
    ...base,
    operationId: 'getCurrentUser',
    summary: 'Who the caller is and which tenants may be entered',
    method: 'GET',
    path: '/me',
    reply: { status: 200, kind: 'json', schema: meSchema },
  }),
  patch: defineRoute({
    ...base,
    operationId: 'patchCurrentUser',
    summary: 'Change own names; the e-mail is changed by superadmins alone',
    method: 'PATCH',
    path: '/me',
    body: { kind: 'json', schema: personPatchSchema },
    reply: { status: 200, kind: 'json', schema: meSchema },
  }),
  setPassword: defineRoute({
    ...base,
    operationId: 'updateCurrentUserPassword',
    summary: 'Change the own password; ends all other sessions',
    method: 'PUT',
    path: '/me/password',
    body: { kind: 'json', schema: z.object({ oldPassword: z.string(), newPassword: z.string() }) },
    reply: { status: 200, kind: 'json', schema: z.object({}) },
  }),
  listTokens: defineRoute({
    ...base,
    operationId: 'listApiTokensForCurrentUser',
    summary: 'List own API tokens',
    method: 'GET',
    path: '/me/api-tokens',
    reply: { status: 200, kind: 'json', schema: apiTokenListSchema },
  }),
  createToken: defineRoute({
    ...base,
    operationId: 'createApiTokenForCurrentUser',
    makes: 'at-once',
    summary: 'Create an own API token; it is shown this once',
    method: 'POST',
    path: '/me/api-tokens',
    body: { kind: 'json', schema: newApiTokenSchema },
    reply: { status: 200, kind: 'json', schema: createdApiTokenSchema },
  }),
  deleteToken: defineRoute({
    ...base,
    operationId: 'deleteApiTokenForCurrentUser',
    summary: 'Delete an own API token',
    method: 'DELETE',
    path: '/me/api-tokens/{tokenId}',
    ...pathParameters({ tokenId: 'tokenId' }),
    reply: noContent,
  }),
};
