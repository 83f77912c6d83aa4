/** The body of an answer as text. */
import { TaskError, type HttpReply } from '@windhover/plugin-sdk';

/** What is kept as an output is small: what is larger is downloaded as a file. */
const maxBytes = 10 * 1024 * 1024;

/** In the charset that the answer names. Throws `TaskError` for more than 10 MiB. */
export async function readText(reply: HttpReply, defaultCharset: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of reply.body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) {
      throw new TaskError(`The answer has more than ${maxBytes} bytes: use Download, which stores it as a file`);
    }
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
