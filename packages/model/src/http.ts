/** Requests to servers outside, as tasks and triggers make them: what the one client is asked for, and what it answers. */

export interface HttpRequest {
  /** Absolute. A name and password in it become a Basic `Authorization`. */
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | readonly HttpFormPart[];
  /** Followed five times at most; what the caller says of itself is not repeated to another origin. */
  readonly followsRedirects: boolean;
  readonly connectTimeoutMs: number;
  /** Longest silence of the server, before its answer and within. */
  readonly idleTimeoutMs: number;
  /** Certificates are not looked at: whoever stands in between reads along. */
  readonly trustsAnyCertificate: boolean;
  readonly signal: AbortSignal;
}

/** A field of `multipart/form-data`; with a file name, a file. */
export interface HttpFormPart {
  readonly name: string;
  readonly fileName?: string;
  readonly content: string | { readonly localPath: string };
}

export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Who answered, after redirects. */
  readonly url: string;
  /** Read once, to its end or with `discard`: the connection is held until then. */
  readonly body: AsyncIterable<Uint8Array>;
  discard(): void;
}

export interface HttpClient {
  /**
   * Any status is an answer. Rejects with a message for whoever asked: the address is closed, nobody answers, there are too
   * many redirects.
   */
  send(request: HttpRequest): Promise<HttpReply>;
}
