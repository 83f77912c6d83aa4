/** From what a handler returns to the answer on the wire, by the route's kind of reply. */
import { Readable } from 'node:stream';
import type { AnyRoute } from '@windhover/contract';
import { invariant, showHiddenInText } from '@windhover/model';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { LiveStream, sendLiveStream } from './event-stream.ts';
import { Answer, JsonText, TypedText, type FileReply } from './handler.ts';
import { downloadHeaders } from './security-headers.ts';

export interface ReplyRules {
  /** Parse JSON by the route's schema first, so that a test sees what a client could not read. */
  readonly check: boolean;
  /** Sent with live streams, which leave the framework. */
  readonly streamHeaders: Readonly<Record<string, string>>;
  /** Asked while a live stream runs; rejects once the caller may not see it any more. */
  readonly stillAllowed: () => Promise<unknown>;
}

export function sendReply(route: AnyRoute, returned: unknown, reply: FastifyReply, rules: ReplyRules): unknown {
  const { status, value, headers } =
    returned instanceof Answer ? returned : { status: route.reply.status, value: returned, headers: {} };
  if (value instanceof LiveStream) {
    return sendLiveStream(reply, value, { ...rules.streamHeaders, ...headers }, rules.stillAllowed);
  }
  if (value instanceof Response) return reply.send(value);
  reply.code(status).headers(headers);
  if (value instanceof JsonText) return reply.header('content-type', 'application/json').send(value.text);
  if (value instanceof TypedText) return sendFile({ content: value.text, contentType: value.contentType }, reply);
  if (value === undefined) return reply.send();
  switch (route.reply.kind) {
    case 'json':
    case 'text-json':
    case 'scim':
    case 'stream':
      if (rules.check && status < 300) checkReply(route, value);
      return reply.header('content-type', jsonTypes[route.reply.kind]).send(showHiddenInText(JSON.stringify(value)));
    case 'yaml':
      return reply.header('content-type', 'application/yaml').send(value);
    case 'text':
      return reply.header('content-type', reply.getHeader('content-type') ?? 'text/plain; charset=utf-8').send(value);
    case 'file':
      return sendFile(value as FileReply, reply);
    case 'empty':
      return reply.send();
  }
}

const jsonTypes = {
  json: 'application/json',
  'text-json': 'text/json',
  stream: 'application/json',
  scim: 'application/scim+json',
} as const;

function checkReply(route: AnyRoute, value: unknown): void {
  const parsed = (route.reply.schema as z.ZodType).safeParse(JSON.parse(showHiddenInText(JSON.stringify(value))));
  invariant(
    parsed.success,
    `the reply of '${route.operationId}' is what its contract says: ${parsed.error?.message ?? ''}`,
  );
}

/** Nothing is said before the first piece is there: a file that cannot be begun is refused, not cut off. */
async function sendFile(
  { content, filename, contentType, sizeBytes }: FileReply,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const isWhole = typeof content === 'string' || content instanceof Uint8Array;
  const body = isWhole ? content : Readable.from(await begun(content));
  const name = filename === undefined ? '' : `; filename*=UTF-8''${encodeURIComponent(filename)}`;
  reply.headers({
    ...downloadHeaders,
    'content-disposition': `attachment${name}`,
    'content-type': contentType ?? 'application/octet-stream',
    ...(sizeBytes === undefined ? {} : { 'content-length': String(sizeBytes) }),
  });
  return reply.send(body);
}

/** No generator: one that was never asked for anything, because its reader had left before, would not let the file go. */
async function begun(content: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const pieces = content[Symbol.asyncIterator]();
  let next: IteratorResult<Uint8Array> | undefined = await pieces.next();
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        const first = next;
        next = undefined;
        return first ?? pieces.next();
      },
      async return() {
        await pieces.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}
