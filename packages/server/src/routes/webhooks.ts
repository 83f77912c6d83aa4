import { routes } from '@windhover/contract';
import { NotFound, showHiddenInText, type JsonObject } from '@windhover/model';
import { callWebhook, executionJson } from '@windhover/services';
import { enterOpenly } from '../admission.ts';
import type { AnyBody } from '../any-body.ts';
import { answer, jsonText, publicRoute, TypedText, type PublicCall } from '../handler.ts';
import { clientGone } from './execution-replies.ts';

const { webhooks } = routes;

export const webhookHandlers = [
  publicRoute(webhooks.get, (call) => start(call, undefined)),
  publicRoute(webhooks.post, (call) => start(call, undefined)),
  publicRoute(webhooks.put, (call) => start(call, undefined)),
  publicRoute(webhooks.getWithPath, (call) => start(call, call.params.path)),
  publicRoute(webhooks.postWithPath, (call) => start(call, call.params.path)),
  publicRoute(webhooks.putWithPath, (call) => start(call, call.params.path)),
];

type Call = Pick<PublicCall<typeof webhooks.post>, 'deps' | 'server' | 'request' | 'params' | 'query' | 'body'>;

async function start({ deps, server, request, params, query, body }: Call, path: string | undefined) {
  const { ref, isSuspended } = await enterOpenly(server, request);
  const flow = `${params.namespace}/${params.id}`;
  server.rates.demandNoGuessing(request.ip, ref, flow, deps.clock.monotonic());
  const result = await callWebhook(deps, ref, {
    onKey: () => server.rates.demandWebhook(ref, flow, deps.clock.monotonic()),
    namespace: params.namespace,
    flowId: params.id,
    key: params.key,
    isSuspended,
    path,
    headers: headersOf(request.headers),
    parameters: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()])),
    body: body as AnyBody,
    signal: clientGone(request),
  }).catch((error: unknown) => {
    if (error instanceof NotFound) server.rates.recordGuess(request.ip, ref, flow, deps.clock.monotonic());
    throw error;
  });
  if (result === undefined) return answer(204, undefined);
  const { shown, status, contentType, outputs } = result;
  if (outputs !== undefined) {
    return answer(status, contentType === undefined ? outputs : new TypedText(bodyText(outputs), contentType));
  }
  const json = executionJson(shown, { tenantId: ref.id, now: deps.clock.now(), withOutputs: false });
  return answer(status, jsonText(showHiddenInText(JSON.stringify(json))));
}

/** A single output that is text is the body; all else is JSON. */
function bodyText(outputs: JsonObject): string {
  const [value, ...others] = Object.values(outputs);
  return typeof value === 'string' && others.length === 0 ? value : JSON.stringify(outputs);
}

/** Name → values. */
function headersOf(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat()]));
}
