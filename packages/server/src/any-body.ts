/** A body of any type that the handler reads itself, once it knows what it is for: those of webhooks and of KV values. */
import type { Form } from '@windhover/contract';
import { PayloadTooLarge } from '@windhover/model';
import type { FastifyRequest } from 'fastify';
import { collect, maxTextBytes } from './collect.ts';
import { isForm, readForm, type UploadLimits } from './read-form.ts';
import { parseSmallForm, toForm } from './small-form.ts';

/** Read in one of three ways; what has been read as {@link bytes} may be read again in each. */
export class AnyBody {
  readonly #request: FastifyRequest;
  readonly #limits: UploadLimits;
  #bytes: Promise<Buffer> | undefined;

  constructor(request: FastifyRequest, limits: UploadLimits) {
    this.#request = request;
    this.#limits = limits;
  }

  /** As the client says; empty when it says nothing. */
  get contentType(): string {
    return this.#request.headers['content-type'] ?? '';
  }

  get isForm(): boolean {
    return isForm(this.contentType);
  }

  /** Empty when there is none. Throws {@link PayloadTooLarge} above 10 MiB. */
  bytes(): Promise<Uint8Array> {
    return (this.#bytes ??= collect(this.#request, maxTextBytes));
  }

  /** As they arrive, up to the size of an uploaded file. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    if (this.#bytes !== undefined) return yield await this.#bytes;
    const { maxFileSizeBytes: maxBytes } = this.#limits;
    if (Number(this.#request.headers['content-length'] ?? 0) > maxBytes) throw new PayloadTooLarge({ maxBytes });
    let size = 0;
    for await (const chunk of this.#request.raw as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > maxBytes) throw new PayloadTooLarge({ maxBytes });
      yield chunk;
    }
  }

  /** Of a multipart form. Throws as {@link readForm}. */
  async *parts(): Form extends AsyncIterable<infer Part> ? AsyncGenerator<Part> : never {
    if (this.#bytes === undefined) yield* await readForm(this.#request, this.#limits);
    else yield* toForm(parseSmallForm(await this.#bytes, this.contentType));
  }
}
