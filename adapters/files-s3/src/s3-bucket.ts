/** The operations of one bucket, by key; what S3 says becomes an answer or a reason. */
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { BackendUnavailable } from '@windhover/model';
import { Readable } from 'node:stream';
import type { S3Settings } from './s3-settings.ts';

export interface ObjectInfo {
  readonly key: string;
  readonly sizeBytes: number;
  /** Whole seconds: S3 tells no more of a single object. */
  readonly modifiedAt: number;
}

export interface Listed {
  readonly objects: readonly ObjectInfo[];
  /** What lies deeper, up to the delimiter and with it. */
  readonly prefixes: readonly string[];
}

/** S3 copies no larger object in one request. */
const maxCopyBytes = 5 * 1024 ** 3;
const deletedAtOnce = 1_000;

export class S3Bucket {
  readonly #client: S3Client;
  readonly #settings: S3Settings;

  constructor(client: S3Client, settings: S3Settings) {
    this.#client = client;
    this.#settings = settings;
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    const found = await answer(this.#client.send(new HeadObjectCommand({ ...this.#of(key) })));
    return found && toInfo(key, found.ContentLength, found.LastModified);
  }

  /** Undefined when there is none. `range` is a header's; one beyond the end answers nothing. */
  async get(key: string, range: string | undefined): Promise<AsyncIterable<Uint8Array> | undefined> {
    const command = new GetObjectCommand({ ...this.#of(key), ...(range !== undefined && { Range: range }) });
    try {
      const found = await answer(this.#client.send(command));
      return found === undefined ? undefined : contentOf(found.Body as Readable | undefined);
    } catch (error) {
      if (error instanceof BackendUnavailable && statusOf(error.cause) === 416) return contentOf(undefined);
      throw error;
    }
  }

  /** Visible as a whole or not at all: parts that were sent are given up when the content fails. */
  async put(key: string, content: AsyncIterable<Uint8Array> | Uint8Array): Promise<void> {
    const failure: { of?: unknown } = {};
    const body =
      content instanceof Uint8Array ? content : Readable.from(noting(content, failure), { objectMode: false });
    const upload = new Upload({
      client: this.#client,
      params: { ...this.#of(key), Body: body, ContentType: 'application/octet-stream' },
      partSize: this.#settings.partSizeBytes,
      queueSize: 1,
    });
    try {
      await answer(upload.done());
    } catch (error) {
      // What the sender did wrong is its own error, not the bucket's
      throw 'of' in failure ? failure.of : error;
    }
  }

  async copy(from: ObjectInfo, toKey: string): Promise<void> {
    if (from.sizeBytes > maxCopyBytes)
      return this.put(toKey, (await this.get(from.key, undefined)) ?? contentOf(undefined));
    const { bucket } = this.#settings;
    const source = `${bucket}/${from.key.split('/').map(encodeURIComponent).join('/')}`;
    await answer(this.#client.send(new CopyObjectCommand({ ...this.#of(toKey), CopySource: source })));
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += deletedAtOnce) {
      const Objects = keys.slice(start, start + deletedAtOnce).map((Key) => ({ Key }));
      const { bucket: Bucket } = this.#settings;
      const done = await answer(
        this.#client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } })),
      );
      const failed = done?.Errors ?? [];
      if (failed.length > 0) throw unavailable(new Error(`${failed[0]?.Code}: ${failed[0]?.Message}`));
    }
  }

  /** A page at a time, in the order of the keys' bytes. */
  async *list(prefix: string, { delimiter, limit }: { delimiter?: '/'; limit?: number } = {}): AsyncIterable<Listed> {
    let token: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: this.#settings.bucket,
        Prefix: prefix,
        ...(delimiter !== undefined && { Delimiter: delimiter }),
        ...(limit !== undefined && { MaxKeys: limit }),
        ...(token !== undefined && { ContinuationToken: token }),
      });
      const found = await answer(this.#client.send(command));
      if (found === undefined) return;
      yield {
        objects: (found.Contents ?? []).map(({ Key, Size, LastModified }) => toInfo(Key ?? '', Size, LastModified)),
        prefixes: (found.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''),
      };
      token = limit === undefined ? found.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  #of(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#settings.bucket, Key: key };
  }
}

/** Undefined for an object that is not there; every other refusal, and silence, is the bucket's failure. */
async function answer<Output>(sent: Promise<Output>): Promise<Output | undefined> {
  try {
    return await sent;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'NoSuchKey' || (statusOf(error) === 404 && name !== 'NoSuchBucket')) return undefined;
    throw unavailable(error);
  }
}

function unavailable(cause: unknown): BackendUnavailable {
  return new BackendUnavailable({ what: 'Storage', reason: reasonOf(cause) }, { cause });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof S3ServiceException)) {
    return (error as Error).name === 'AddressBlocked' ? 'the address of S3 is not allowed' : 'S3 does not answer';
  }
  if (error.name === 'NoSuchBucket') return 'its bucket does not exist';
  const status = statusOf(error);
  return status === 403 ? 'S3 refuses access: check key and policies' : `S3 answers ${status} (${error.name})`;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

function toInfo(key: string, sizeBytes: number | undefined, modified: Date | undefined): ObjectInfo {
  const modifiedAt = Math.trunc((modified?.getTime() ?? 0) / 1_000) * 1_000;
  return { key, sizeBytes: sizeBytes ?? 0, modifiedAt };
}

async function* contentOf(body: Readable | undefined): AsyncIterable<Uint8Array> {
  if (body === undefined) return;
  try {
    for await (const chunk of body) yield chunk as Uint8Array;
  } catch (error) {
    throw unavailable(error);
  }
}

/** The same content; remembers what went wrong in it. */
async function* noting(content: AsyncIterable<Uint8Array>, failure: { of?: unknown }): AsyncIterable<Uint8Array> {
  try {
    yield* content;
  } catch (error) {
    failure.of = error;
    throw error;
  }
}
