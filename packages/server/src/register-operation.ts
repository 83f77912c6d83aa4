/** A matched operation from request to reply: admit, read, handle, answer. */
import { isSafe, type AnyRoute } from '@windhover/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '@windhover/services';
import type { z } from 'zod';
import { admit, askerOf, type Admission } from './admission.ts';
import { LiveStream } from './event-stream.ts';
import { Answer, type ServerContext } from './handler.ts';
import { paramsOf, type Operation } from './operation.ts';
import { withFiltersOfBody } from './filters-of-body.ts';
import { parseBody, parseInput, parseQuery } from './parse-input.ts';
import { readBody } from './read-body.ts';
import { fromCallAnswer, repeatableCall, toCallAnswer } from './repeatable-call.ts';
import { sendReply, type ReplyRules } from './send-reply.ts';

type Rules = Omit<ReplyRules, 'stillAllowed'>;

const admissions = new WeakMap<FastifyRequest, Admission>();

export function registerOperation(
  app: FastifyInstance,
  server: ServerContext,
  operation: Operation,
  rules: Rules,
): void {
  const { route, url, method, inTenant } = operation;
  app.route({
    method,
    url,
    // Who asks for the headers alone, such as a preview of links, must change nothing
    exposeHeadRoute: isSafe(route),
    config: { replyKind: route.reply.kind },
    // Before the body is read, so that strangers cannot make us read one
    onRequest: async (request) => {
      try {
        admissions.set(request, await admit(server, route, inTenant, request));
      } finally {
        // What is refused counts, too
        const asker = askerOf(request);
        if (asker !== undefined)
          server.rates.demandRequest(asker.caller, asker.entered?.ref, server.deps.clock.monotonic());
      }
    },
    handler: (request, reply) => handle(server, operation, request, reply, rules),
  });
}

async function handle(
  server: ServerContext,
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  rules: Rules,
): Promise<unknown> {
  const { route, alias } = operation;
  const { entered } = admissions.get(request)!;
  const params = paramsOf(route, request.params as Record<string, string>);
  const query = await withFiltersOfBody(route, request);
  const body = await bodyOf(server, route, request);
  const input = {
    params:
      route.params === undefined ? params : parseInput(route.params as z.ZodType, alias?.toParams?.(params) ?? params),
    query: route.query === undefined ? query : parseQuery(route.query as z.ZodType, alias?.toQuery?.(query) ?? query),
    body: parseBody(route, alias?.toBody === undefined ? body : alias.toBody(body, entered?.ref.id)),
  };
  const run = (admission: Admission, deps: Deps): unknown => {
    const { caller, entered: tenant } = admission;
    const call = { deps, server, request, caller, tenant: tenant?.ref, scope: tenant?.scope, ...input };
    return (operation.handle as (call: unknown) => unknown)(call);
  };
  const crashAt = isSafe(route) ? undefined : server.deps.crashAt;
  crashAt?.('http.before-commit');
  const admission = admissions.get(request)!;
  const said = { params: input.params, query, body };
  const returned = await answered(server, route, request, admission, said, (deps) => run(admission, deps));
  crashAt?.('http.after-commit-before-answer');
  const release =
    entered !== undefined && isStream(returned) ? await server.streams.take(server.deps, entered.ref) : undefined;
  // A stream that is made again is never opened: what counts is whether the caller still gets one
  const stillAllowed = async (): Promise<unknown> =>
    run(await admit(server, route, operation.inTenant, request), server.deps);
  if (release !== undefined)
    return Promise.try(() => sendReply(route, returned, reply, { ...rules, stillAllowed })).finally(release);
  if (alias === undefined) return sendReply(route, returned, reply, { ...rules, stillAllowed });
  reply.header('deprecation', 'true');
  const older = alias.reply === undefined ? returned : olderReply(alias.reply, returned);
  return sendReply(route, older, reply, { ...rules, stillAllowed });
}

/** Once for each `Idempotency-Key`, where the operation keeps its answers. */
async function answered(
  server: ServerContext,
  route: AnyRoute,
  request: FastifyRequest,
  admission: Admission,
  said: Parameters<typeof repeatableCall>[3],
  run: (deps: Deps) => unknown,
): Promise<unknown> {
  const { makes } = route;
  if (makes === undefined || makes === 'execution') return run(server.deps);
  const call = repeatableCall(route, request, admission, said);
  if (call === undefined) return run(server.deps);
  return fromCallAnswer(
    await server.repeatable.answer(call, makes, async (deps) => toCallAnswer(route, await run(deps))),
  );
}

function isStream(returned: unknown): boolean {
  return (returned instanceof Answer ? returned.value : returned) instanceof LiveStream;
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
