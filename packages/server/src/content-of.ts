import type { FormPart } from '@windhover/contract';
import { PayloadTooLarge } from '@windhover/model';

/** The whole content of a part. Throws `PayloadTooLarge` above the limit. */
export async function contentOf({ content }: FormPart, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of content) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw new PayloadTooLarge({ maxBytes });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
