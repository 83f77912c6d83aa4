import type { HttpReply } from './http.ts';

/** The body in the charset that the answer names, or else in `defaultCharset`; undefined when it has more than `maxBytes`. */
export async function readHttpText(
  reply: HttpReply,
  maxBytes: number,
  defaultCharset: string,
): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of reply.body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return decoderOf(reply, defaultCharset).decode(Buffer.concat(chunks));
}

function decoderOf({ headers }: HttpReply, defaultCharset: string): InstanceType<typeof TextDecoder> {
  const named = /charset="?([^\s;"]+)/i.exec(headers['content-type']?.[0] ?? '')?.[1];
  try {
    return new TextDecoder(named ?? defaultCharset);
  } catch {
    return new TextDecoder(defaultCharset);
  }
}
