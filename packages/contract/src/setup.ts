import { z } from 'zod';
import { defineRoute } from './route.ts';
import { userSchema } from './users.ts';

export const passwordConfigurationSchema = z.object({
  passwordMinLength: z.number(),
  passwordRequireSpecial: z.boolean(),
  passwordMinDigits: z.number(),
  passwordMinLowerCase: z.number(),
  passwordMinUpperCase: z.number(),
  passwordAllowedSpecialCharacters: z.string(),
  passwordRegexp: z.string().optional(),
});

const tag = 'Setup';

export const setupRoutes = {
  get: defineRoute({
    operationId: 'getSetupConfiguration',
    tag,
    summary: 'Whether the instance has its first user, and what it is made of',
    method: 'GET',
    path: '/setup',
    level: 'instance',
    access: { kind: 'public' },
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({
        done: z.boolean(),
        repositoryType: z.string(),
        queueType: z.string(),
        storageType: z.string(),
        secretType: z.string().optional(),
        passwordConfiguration: passwordConfigurationSchema,
        haveAuthNotBasic: z.boolean(),
        /** The caller must send the one-time token that the server printed at start, in the header X-Setup-Token. */
        tokenRequired: z.boolean().optional(),
        tenants: z.object({ enabled: z.boolean(), defaultTenant: z.boolean() }),
      }),
    },
  }),
  create: defineRoute({
    operationId: 'setup',
    tag,
    summary: 'Create the first user, a superadmin, and optionally the first tenant',
    method: 'POST',
    path: '/setup',
    level: 'instance',
    access: { kind: 'public' },
    body: {
      kind: 'json',
      schema: z.object({
        username: z.string(),
        password: z.string(),
        tenant: z.object({ id: z.string(), name: z.string().nullish() }).nullish(),
      }),
    },
    reply: { status: 200, kind: 'json', schema: userSchema },
    errors: [409],
  }),
  basicAuth: defineRoute({
    operationId: 'createBasicAuth',
    tag,
    summary: 'Create the first user from the single-credential page',
    method: 'POST',
    path: '/basicAuth',
    level: 'tenant',
    access: { kind: 'public' },
    body: {
      kind: 'json',
      schema: z.object({ uid: z.string().nullish(), username: z.string().nullish(), password: z.string().nullish() }),
    },
    reply: { status: 200, kind: 'json', schema: z.object({}) },
    errors: [409],
  }),
  basicAuthErrors: defineRoute({
    operationId: 'getBasicAuthConfigErrors',
    tag,
    summary: 'What is wrong with the account of the configuration file',
    method: 'GET',
    path: '/basicAuthValidationErrors',
    level: 'instance',
    access: { kind: 'public' },
    reply: { status: 200, kind: 'json', schema: z.array(z.string()) },
  }),
};
