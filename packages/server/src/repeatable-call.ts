/** What an `Idempotency-Key` says of a call, and the call's answer in a form that can be kept. */
import type { AnyRoute } from '@windhover/contract';
import { IllegalArgument, invariant, showHiddenInText, type Json } from '@windhover/model';
import type { AnsweredCall, CallAnswer, RepeatableCall } from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import type { Admission } from './admission.ts';
import { Answer, JsonText } from './handler.ts';

const longestKey = 255;

/** The header under which a client may repeat a request. Throws {@link IllegalArgument} for one of more than 255 characters. */
export function idempotencyKeyOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const value = headers['idempotency-key'];
  if (typeof value !== 'string' || value === '') return undefined;
  if (value.length <= longestKey) return value;
  throw new IllegalArgument({ reason: `the Idempotency-Key may have at most ${longestKey} characters` });
}

/**
 * Undefined when the client sent no key, or the operation keeps none. `query` and `body` are as they were sent; a form is
 * read once, by the handler, so that of its parts nothing is compared.
 */
export function repeatableCall(
  { operationId, body: taken }: AnyRoute,
  request: FastifyRequest,
  { caller, entered }: Admission,
  { params, query, body }: { readonly params: unknown; readonly query: unknown; readonly body: unknown },
): RepeatableCall | undefined {
  const key = idempotencyKeyOf(request);
  if (key === undefined) return undefined;
  invariant(caller !== undefined, `somebody calls '${operationId}'`);
  const { user, impersonatedBy } = caller;
  return {
    key,
    callerId: JSON.stringify([user.id, impersonatedBy ?? null]),
    tenantKey: entered?.ref.key,
    operation: JSON.stringify([operationId, params]),
    said: JSON.stringify([query, taken?.kind === 'multipart' ? null : (body ?? null)]),
  };
}

/** From what a handler returned. */
export function toCallAnswer({ operationId, reply }: AnyRoute, returned: unknown): CallAnswer {
  const { status, value, headers } =
    returned instanceof Answer ? returned : { status: reply.status, value: returned as unknown, headers: {} };
  invariant(status < 300, `'${operationId}' throws what it refuses`);
  if (value === undefined) return { status, headers };
  const text = value instanceof JsonText ? value.text : showHiddenInText(JSON.stringify(value));
  return { status, headers, body: JSON.parse(text) as Json };
}

/** As a handler returns it; clients are told of a repeat. */
export function fromCallAnswer({ answer, isRepeat }: AnsweredCall): Answer<unknown> {
  const { status, headers, body } = answer;
  const own = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
  return new Answer(status, body, isRepeat ? { ...own, 'idempotent-replayed': 'true' } : own);
}
