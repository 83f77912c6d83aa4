/** Multipart forms: small ones at once, large ones as they arrive. */
import type { Form, FormPart } from '@windhover/contract';
import { BadRequest, PayloadTooLarge, UnsupportedMediaType } from '@windhover/model';
import type { FastifyRequest } from 'fastify';
import { collect, demandArriving } from './collect.ts';
import { parseSmallForm, toForm } from './small-form.ts';

const smallFormBytes = 64 * 1024;

export interface UploadLimits {
  readonly maxRequestSizeBytes: number;
  readonly maxFileSizeBytes: number;
}

/** Throws {@link UnsupportedMediaType} for a body that is no form, {@link PayloadTooLarge} and {@link BadRequest}. */
export async function readForm(request: FastifyRequest, limits: UploadLimits): Promise<Form> {
  const contentType = request.headers['content-type'] ?? '';
  if (!isForm(contentType)) {
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

export function isForm(contentType: string): boolean {
  return /^multipart\/form-data/i.test(contentType);
}

/** Parts of a large form as they arrive: the content of one must be read before the next comes. */
async function* streamedForm(request: FastifyRequest, limits: UploadLimits): AsyncGenerator<FormPart> {
  demandArriving(request);
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
    const { statusCode, code, message } = error as { statusCode?: number; code?: string; message: string };
    if (statusCode === 413) throw new PayloadTooLarge({ maxBytes: limits.maxFileSizeBytes }, { cause: error });
    // What the parser cannot read has neither; a connection that breaks has a code
    const isUnreadable = statusCode === undefined && code === undefined;
    if (!isUnreadable && (statusCode === undefined || statusCode >= 500)) throw error;
    throw new BadRequest({ reason: message }, { cause: error });
  }
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
