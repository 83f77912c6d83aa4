/** A matched operation from request to reply: admit, read, handle, answer. */
import type { AnyRoute } from '@windhover/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admit, type Admission } from './admission.ts';
import { Answer, type ServerContext } from './handler.ts';
import type { Operation } from './operation.ts';
import { parseBody, parseInput, parseQuery } from './parse-input.ts';
import { readBody } from './read-body.ts';
import { sendReply, type ReplyRules } from './send-reply.ts';

const admissions = new WeakMap<FastifyRequest, Admission>();

export function registerOperation(
  app: FastifyInstance,
  server: ServerContext,
  operation: Operation,
  rules: ReplyRules,
): void {
  const { route, url, method, inTenant } = operation;
  app.route({
    method,
    url,
    // Before the body is read, so that strangers cannot make us read one
    onRequest: async (request) => void admissions.set(request, await admit(server, route, inTenant, request)),
    handler: (request, reply) => handle(server, operation, request, reply, rules),
  });
}

async function handle(
  server: ServerContext,
  { route, handle: run, alias }: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  rules: ReplyRules,
): Promise<unknown> {
  const { caller, entered } = admissions.get(request)!;
  const params = request.params as Record<string, string>;
  const query = request.query as Record<string, unknown>;
  const body = await bodyOf(server, route, request);
  const call = {
    deps: server.deps,
    server,
    request,
    caller,
    tenant: entered?.ref,
    scope: entered?.scope,
    params:
      route.params === undefined ? params : parseInput(route.params as z.ZodType, alias?.toParams?.(params) ?? params),
    query: route.query === undefined ? query : parseQuery(route.query as z.ZodType, alias?.toQuery?.(query) ?? query),
    body: parseBody(route, alias?.toBody === undefined ? body : alias.toBody(body, entered?.ref.id)),
  };
  const returned = await (run as (call: unknown) => unknown)(call);
  if (alias === undefined) return sendReply(route, returned, reply, rules);
  reply.header('deprecation', 'true');
  return sendReply(route, alias.reply === undefined ? returned : olderReply(alias.reply, returned), reply, rules);
}

function olderReply(
  { status, toBody }: { status: number; toBody?: (reply: unknown) => unknown },
  returned: unknown,
): unknown {
  const value = returned instanceof Answer ? returned.value : returned;
  return new Answer(status, toBody?.(value), returned instanceof Answer ? returned.headers : {});
}

async function bodyOf({ settings }: ServerContext, route: AnyRoute, request: FastifyRequest): Promise<unknown> {
  if (route.body === undefined) return undefined;
  const { maxRequestSizeBytes, maxFileSizeBytes } = settings;
  const acceptsForm = route.operationId === 'login';
  return readBody(request, route.body.kind, { acceptsForm, maxRequestSizeBytes, maxFileSizeBytes });
}
