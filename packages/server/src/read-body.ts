/** The body of a request, read by what the matched operation expects; what does not fit is refused, never guessed. */
import type { BodyKind, Form, FormPart } from '@windhover/contract';
import { BadRequest, IllegalArgument, PayloadTooLarge, UnsupportedMediaType } from '@windhover/model';
import type { FastifyRequest } from 'fastify';
import type { AnyBody } from './handler.ts';
import { parseSmallForm, toForm } from './small-form.ts';

const smallFormBytes = 64 * 1024;
/** JSON, YAML and text; uploads have a limit of their own. */
const maxTextBytes = 10 * 1024 * 1024;
const maxDepth = 64;

export interface BodyLimits {
  readonly maxRequestSizeBytes: number;
  readonly maxFileSizeBytes: number;
}

/** An empty body is no body, whatever its type says: undefined, and for forms a form without parts. */
export async function readBody(
  request: FastifyRequest,
  kind: BodyKind,
  { acceptsForm, ...limits }: BodyLimits & { readonly acceptsForm: boolean },
): Promise<unknown> {
  const contentType = request.headers['content-type'] ?? '';
  if (kind === 'multipart') return readForm(request, contentType, limits);
  const bytes = await collect(request, maxTextBytes);
  if (kind === 'any') return { contentType, bytes } satisfies AnyBody;
  if (bytes.length === 0) return undefined;
  const mediaType = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (kind !== 'json') return bytes.toString('utf8');
  if (acceptsForm && mediaType === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
  }
  if (mediaType !== '' && !isJson(mediaType))
    throw new UnsupportedMediaType({ contentType: mediaType, expected: 'application/json' });
  return parseJson(bytes.toString('utf8'));
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

/** By events: an iterator over the stream costs a request without a body more than all the rest of reading it. */
function collect({ headers, raw }: FastifyRequest, maxBytes: number): Promise<Buffer> {
  const length = headers['content-length'];
  if (Number(length ?? 0) > maxBytes) throw new PayloadTooLarge({ maxBytes });
  if (length === '0' || (length === undefined && headers['transfer-encoding'] === undefined)) {
    return Promise.resolve(Buffer.alloc(0));
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    raw.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= maxBytes) return;
      reject(new PayloadTooLarge({ maxBytes }));
      raw.destroy(); // who sends without end is not listened to any more
    });
    raw.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    raw.once('error', reject);
    raw.once('close', () => reject(new Error('The connection closed before the body had arrived')));
  });
}

async function readForm(request: FastifyRequest, contentType: string, limits: BodyLimits): Promise<Form> {
  if (!/^multipart\/form-data/i.test(contentType)) {
    const bytes = await collect(request, smallFormBytes);
    if (bytes.length > 0) throw new UnsupportedMediaType({ contentType, expected: 'multipart/form-data' });
    return toForm([]);
  }
  const length = request.headers['content-length'];
  if (length !== undefined && Number(length) <= smallFormBytes) {
    return toForm(parseSmallForm(await collect(request, smallFormBytes), contentType));
  }
  if (Number(length ?? 0) > limits.maxRequestSizeBytes)
    throw new PayloadTooLarge({ maxBytes: limits.maxRequestSizeBytes });
  return streamedForm(request, limits);
}

/** Parts of a large form as they arrive: the content of one must be read before the next comes. */
async function* streamedForm(request: FastifyRequest, limits: BodyLimits): AsyncGenerator<FormPart> {
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        const value = String(part.value);
        yield { name: part.fieldname, content: oneChunk(value), text: () => Promise.resolve(value) };
      } else {
        yield {
          name: part.fieldname,
          filename: part.filename,
          contentType: part.mimetype,
          content: part.file,
          text: async () => (await part.toBuffer()).toString('utf8'),
        };
        // What the reader left unread would hold the form up
        part.file.resume();
      }
    }
  } catch (error) {
    const { statusCode, message } = error as { statusCode?: number; message: string };
    if (statusCode === 413) throw new PayloadTooLarge({ maxBytes: limits.maxFileSizeBytes }, { cause: error });
    if (statusCode === undefined || statusCode >= 500) throw error;
    throw new BadRequest({ reason: message }, { cause: error });
  }
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
