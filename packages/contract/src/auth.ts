import { z } from 'zod';
import { meSchema } from './me.ts';
import { pathParameters } from './path-parameters.ts';
import { oneOrMany } from './query-values.ts';
import { emptyOk } from './replies.ts';
import { defineRoute } from './route.ts';
import { passwordConfigurationSchema } from './setup.ts';

const credentials = z.object({ username: z.string(), password: z.string() });
const ofProvider = pathParameters({ provider: 'word' });
const redirect = { status: 302, kind: 'empty', schema: z.undefined() } as const;
const base = { tag: 'Auth', level: 'instance', access: { kind: 'public' } } as const;

export const authRoutes = {
  methods: defineRoute({
    ...base,
    operationId: 'listAuthMethods',
    summary: 'Which ways to sign in there are',
    method: 'GET',
    path: '/auths',
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({
        loginPassword: z.boolean(),
        mailsEnabled: z.boolean(),
        passwordless: z.boolean(),
        oauths: z.array(z.string()),
        /** What a password must have that is chosen now. */
        passwordConfiguration: passwordConfigurationSchema,
      }),
    },
  }),
  login: defineRoute({
    ...base,
    operationId: 'login',
    summary: 'Sign in; the session is the cookie JWT. Also as POST /login, with a form or JSON',
    method: 'POST',
    path: '/login',
    body: { kind: 'json', schema: credentials },
    reply: { status: 200, kind: 'json', schema: meSchema },
    errors: [429],
  }),
  logout: defineRoute({
    ...base,
    operationId: 'logout',
    summary: 'End the session. Also as /logout; a GET of that goes on to the provider where the session began',
    method: 'POST',
    path: '/logout',
    reply: {
      status: 200,
      kind: 'json',
      schema: z
        .object({
          /** Where a browser ends the session at the provider that it began at. */
          endSessionUrl: z.string().optional(),
        })
        .optional(),
    },
  }),
  signOn: defineRoute({
    ...base,
    operationId: 'signOn',
    summary: 'Go to a provider of single sign-on. Also as /oauth/login/{provider}, which browsers are sent to',
    method: 'GET',
    path: '/oauth/login/{provider}',
    ...ofProvider,
    query: z.object({
      /** Path of the web application to come back to. */
      from: z.string().optional(),
    }),
    reply: redirect,
  }),
  signedOn: defineRoute({
    ...base,
    operationId: 'signedOn',
    summary: 'Come back from a provider with its answer. Also as /oauth/callback/{provider}, which providers know',
    method: 'GET',
    path: '/oauth/callback/{provider}',
    ...ofProvider,
    query: z.record(z.string(), oneOrMany),
    reply: redirect,
    safe: false,
  }),
  forgottenPassword: defineRoute({
    ...base,
    operationId: 'forgottenPassword',
    summary: 'Have a link for a new password mailed; the answer is the same for everybody',
    method: 'POST',
    path: '/forgotten-password',
    body: { kind: 'json', schema: z.object({ username: z.string() }) },
    reply: { status: 200, kind: 'json', schema: z.object({}) },
    errors: [429],
  }),
  resetPassword: defineRoute({
    ...base,
    operationId: 'resetPassword',
    summary: 'Set a new password with the token of a mailed link, which works once',
    method: 'POST',
    path: '/reset-password',
    body: { kind: 'json', schema: z.object({ token: z.string(), password: z.string() }) },
    reply: { status: 200, kind: 'json', schema: z.object({}) },
    errors: [410, 429],
  }),
  validatePassword: defineRoute({
    ...base,
    operationId: 'validatePassword',
    summary: 'Whether a password obeys the policy',
    method: 'POST',
    path: '/validate-password',
    body: { kind: 'text', schema: z.string() },
    reply: emptyOk,
    safe: true,
  }),
};
