/** The body of a request, read by what the matched operation expects; what does not fit is refused, never guessed. */
import type { BodyKind, Form } from '@windhover/contract';
import { IllegalArgument, UnsupportedMediaType } from '@windhover/model';
import type { FastifyRequest } from 'fastify';
import { AnyBody } from './any-body.ts';
import { collect, maxTextBytes } from './collect.ts';
import { contentOf } from './content-of.ts';
import { isForm, readForm, type UploadLimits } from './read-form.ts';

const maxDepth = 64;

/**
 * An empty body is no body, whatever its type says: undefined, and for forms a form without parts. What may be anything is
 * left to the handler.
 */
export async function readBody(
  request: FastifyRequest,
  kind: BodyKind,
  { acceptsForm, ...limits }: UploadLimits & { readonly acceptsForm: boolean },
): Promise<unknown> {
  if (kind === 'multipart') return readForm(request, limits);
  if (kind === 'any') return new AnyBody(request, limits);
  if (kind === 'yaml' && isForm(request.headers['content-type'] ?? ''))
    return documentsOf(await readForm(request, limits));
  const bytes = await collect(request, maxTextBytes);
  if (bytes.length === 0) return undefined;
  const mediaType = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (kind !== 'json') return bytes.toString('utf8');
  if (acceptsForm && mediaType === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
  }
  if (mediaType !== '' && !isJson(mediaType))
    throw new UnsupportedMediaType({ contentType: mediaType, expected: 'application/json' });
  return parseJson(bytes.toString('utf8'));
}

/** Sources that are sent as the parts of a form, one behind the other; undefined for a form without parts. */
async function documentsOf(form: Form): Promise<string | undefined> {
  const documents: string[] = [];
  let leftBytes = maxTextBytes;
  for await (const part of form) {
    const content = await contentOf(part, leftBytes);
    leftBytes -= content.length;
    documents.push(content.toString('utf8'));
  }
  return documents.length === 0 ? undefined : documents.join('\n---\n');
}

function isJson(mediaType: string): boolean {
  return mediaType === 'application/json' || mediaType === 'text/json' || mediaType.endsWith('+json');
}

/** Throws {@link IllegalArgument} for what does not parse, is nested deeper than 64 or names a prototype. */
function parseJson(text: string): unknown {
  if (depthOf(text) > maxDepth)
    throw new IllegalArgument({ reason: `the JSON body is nested deeper than ${maxDepth} levels` });
  let value: unknown;
  try {
    value = JSON.parse(text, text.includes('__proto__') ? refusePrototype : undefined);
  } catch (error) {
    if (error instanceof IllegalArgument) throw error;
    throw new IllegalArgument({ reason: `the body is not valid JSON: ${(error as Error).message}` }, { cause: error });
  }
  return value;
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__')
    throw new IllegalArgument({ reason: "the JSON body has a property '__proto__', which is not allowed" });
  return value;
}

/** Greatest number of open brackets; text inside strings is skipped. */
function depthOf(text: string): number {
  if (text.length <= maxDepth * 2) return 0;
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === 0x22) index = endOfString(text, index);
    else if (character === 0x7b || character === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (character === 0x7d || character === 0x5d) depth -= 1;
  }
  return deepest;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}
