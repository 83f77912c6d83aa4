/** The bytes of a request's body. */
import { PayloadTooLarge } from '@windhover/model';
import type { FastifyRequest } from 'fastify';

/** JSON, YAML and text; uploads have a limit of their own. */
export const maxTextBytes = 10 * 1024 * 1024;

/**
 * Throws {@link PayloadTooLarge}. By events: an iterator over the stream costs a request without a body more than all the
 * rest of reading it.
 */
export function collect({ headers, raw }: FastifyRequest, maxBytes: number): Promise<Buffer> {
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
