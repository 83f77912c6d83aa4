import { z } from 'zod';
import { meSchema } from './me.ts';
import { emptyOk } from './replies.ts';
import { defineRoute } from './route.ts';

const credentials = z.object({ username: z.string(), password: z.string() });
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
    summary: 'End the session. Also as /logout',
    method: 'POST',
    path: '/logout',
    reply: { status: 200, kind: 'json', schema: z.object({}) },
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
