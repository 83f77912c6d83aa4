/** The bytes of a request's body. */
import { BadRequest, PayloadTooLarge } from '@windhover/model';
import type { FastifyRequest } from 'fastify';

/** JSON, YAML and text; uploads have a limit of their own. */
export const maxTextBytes = 10 * 1024 * 1024;

/** Throws {@link BadRequest} when the client left before anything was read: no event would tell of that any more. */
export function demandArriving({ raw }: FastifyRequest): void {
  if (raw.destroyed) throw brokenOff();
}

function brokenOff(): BadRequest {
  return new BadRequest({ reason: 'the connection closed before the body had arrived' });
}

/**
 * Throws {@link PayloadTooLarge}, and {@link BadRequest} for a client that leaves before the end. By events: an iterator
 * over the stream costs a request without a body more than all the rest of reading it.
 */
export async function collect(request: FastifyRequest, maxBytes: number): Promise<Buffer> {
  const { headers, raw } = request;
  const length = headers['content-length'];
  if (Number(length ?? 0) > maxBytes) throw new PayloadTooLarge({ maxBytes });
  if (length === '0' || (length === undefined && headers['transfer-encoding'] === undefined)) {
    return Buffer.alloc(0);
  }
  demandArriving(request);
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
    raw.once('close', () => reject(brokenOff()));
  });
}
