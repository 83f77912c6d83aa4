/** Contents of files apart from the files: what the name of a file stands for changes, they never do. */
import { createHash, type Hash } from 'node:crypto';
import type { KeptContent } from '@windhover/model';
import type { TenantFiles } from '@windhover/ports';
import { contentPlace } from './file-place.ts';

/** Durable when the promise resolves, under the id, which is a new one. */
export async function keepContent(
  files: TenantFiles,
  namespace: string,
  id: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<KeptContent> {
  const hash = createHash('sha256');
  const chunks = content instanceof Uint8Array ? [content] : content;
  const { sizeBytes } = await files.put(contentPlace(namespace, id), hashed(chunks, hash));
  return { id, digest: hash.digest('hex'), sizeBytes };
}

/** The content that a file has now, as {@link keepContent} keeps one that comes in. */
export async function keepContentOf(
  files: TenantFiles,
  namespace: string,
  id: string,
  place: string,
): Promise<KeptContent> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  await files.copy(place, contentPlace(namespace, id));
  for await (const chunk of files.read(contentPlace(namespace, id))) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { id, digest: hash.digest('hex'), sizeBytes };
}

async function* hashed(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  hash: Hash,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
