/** One operation on a server of its own, for tests of how requests are read and answered. */
import { defineRoute, type ReplyKind } from '@windhover/contract';
import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import fastify, { type FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Handler, ServerContext } from './handler.ts';
import { OpenRequests } from './open-requests.ts';
import { toOperations } from './operation.ts';
import { registerOperation } from './register-operation.ts';
import { defaultServerSettings } from './server-settings.ts';

export const publicBase = { tag: 'Test', summary: '', level: 'instance', access: { kind: 'public' } } as const;

/** What is read at `/<operationId>` and may be anything of its kind. */
export const readRoute = (operationId: string, kind: ReplyKind) =>
  defineRoute({
    ...publicBase,
    operationId,
    method: 'GET',
    path: `/${operationId}`,
    reply: { status: 200, kind, schema: z.unknown() },
  });

export interface ServedOperation {
  /** Ends where the paths of routes begin. */
  readonly url: string;
  readonly app: FastifyInstance;
  readonly open: OpenRequests;
}

export async function serveOperation(
  handler: Handler,
  prepare: (app: FastifyInstance) => void = () => undefined,
): Promise<ServedOperation> {
  const app = fastify();
  prepare(app);
  await app.register(fastifyCookie);
  app.removeAllContentTypeParsers();
  await app.register(fastifyMultipart);
  app.addContentTypeParser('*', (_, __, done) => done(null));
  const server = { settings: defaultServerSettings, deps: {} } as unknown as ServerContext;
  for (const operation of toOperations([handler]))
    registerOperation(app, server, operation, { check: true, streamHeaders: { 'x-kind': 'live' } });
  const open = new OpenRequests(app.server);
  onTestFinished(async () => void (await Promise.all([app.close(), open.drain(1_000)])));
  return { url: `${await app.listen({ port: 0 })}/instance`, app, open };
}
