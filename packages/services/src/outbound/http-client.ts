/**
 * The one client through which tasks and triggers reach servers outside. Each request has connections of its own, to
 * addresses that were checked, which are closed after it: nothing is shared between those who ask.
 */
import { openAsBlob } from 'node:fs';
import type { lookup } from 'node:dns';
import type { HttpClient, HttpFormPart, HttpReply, HttpRequest } from '@windhover/model';
import { Agent, buildConnector, FormData, request as send, type Dispatcher } from 'undici';
import type { AddressCheck } from './address-rules.ts';
import { AddressBlocked, demandOpenAddress, guardedLookup } from './guarded-lookup.ts';
import { afterRedirect, type Hop } from './redirects.ts';

export interface HttpClientOptions {
  readonly isAllowed: AddressCheck;
  /** Of names; the system's unless a test says otherwise. */
  readonly resolve?: typeof lookup;
  /** Called before each, redirects too; what it throws is the answer. */
  readonly beforeRequest?: (() => void) | undefined;
}

/** Why there is no answer, in words for whoever asked. The URL may hold secrets: messages name its origin alone. */
export class RequestFailed extends Error {
  constructor(origin: string, reason: string, options?: ErrorOptions) {
    super(`The request to '${origin}' failed: ${reason}`, options);
    this.name = 'RequestFailed';
  }
}

const maxRedirects = 5;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  return {
    async send(request) {
      const agent = new Agent({ connect: guardedConnector(options, request) });
      try {
        return await follow(request, agent, options);
      } catch (error) {
        void agent.destroy();
        throw error;
      }
    },
  };
}

/** Asks until the answer is no redirect. */
async function follow(
  request: HttpRequest,
  agent: Agent,
  { beforeRequest }: Pick<HttpClientOptions, 'beforeRequest'>,
): Promise<HttpReply> {
  let hop: Hop = firstHop(request);
  for (let redirects = 0; ; redirects += 1) {
    beforeRequest?.();
    const answer = await ask(hop, request, agent);
    const next = request.followsRedirects ? afterRedirect(hop, answer) : undefined;
    if (next === undefined) return toReply(hop, answer, agent);
    await answer.body.dump();
    if (redirects === maxRedirects) {
      throw new RequestFailed(hop.url.origin, `it redirects more than ${maxRedirects} times`);
    }
    hop = next;
  }
}

/** Throws `RequestFailed` for what is no address of a web server. */
function firstHop({ url: text, method, headers, body }: HttpRequest): Hop {
  const url = URL.parse(text);
  if (url === null) throw new RequestFailed(text.slice(0, 40), 'this is not an absolute URL');
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { url, method, headers: { ...takeCredentials(url), ...Object.fromEntries(own) }, body };
}

/** Takes name and password out of the URL. */
function takeCredentials(url: URL): Readonly<Record<string, string>> {
  const { username, password } = url;
  if (username === '' && password === '') return {};
  url.username = '';
  url.password = '';
  const text = [username, password].map(decoded).join(':');
  return { authorization: `Basic ${Buffer.from(text).toString('base64')}` };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A lone percent sign stands for itself
  }
}

async function ask({ url, method, headers, body }: Hop, request: HttpRequest, agent: Agent) {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new RequestFailed(url.origin, `'${url.protocol}' is not allowed, only http: and https: are`);
  }
  try {
    return await send(url, {
      dispatcher: agent,
      method: method as Dispatcher.HttpMethod,
      headers,
      ...(body !== undefined && { body: typeof body === 'string' ? body : await toForm(body) }),
      headersTimeout: request.idleTimeoutMs,
      bodyTimeout: request.idleTimeoutMs,
      signal: request.signal,
    });
  } catch (error) {
    request.signal.throwIfAborted();
    if (error instanceof AddressBlocked) throw error;
    throw new RequestFailed(url.origin, reasonOf(error), { cause: error });
  }
}

async function toForm(parts: readonly HttpFormPart[]): Promise<FormData> {
  const form = new FormData();
  for (const { name, fileName, content } of parts) {
    if (typeof content === 'string' && fileName === undefined) form.append(name, content);
    else {
      const blob = typeof content === 'string' ? new Blob([content]) : await openAsBlob(content.localPath);
      form.append(name, blob, fileName);
    }
  }
  return form;
}

function toReply({ url }: Hop, answer: Dispatcher.ResponseData, agent: Agent): HttpReply {
  const headers = Object.entries(answer.headers).map(([name, value = []]) => [name, [value].flat()] as const);
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(headers),
    url: url.href,
    body: readBody(url, answer, agent),
    discard: () => void agent.destroy(),
  };
}

async function* readBody(url: URL, { body }: Dispatcher.ResponseData, agent: Agent): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk as Uint8Array;
  } catch (error) {
    throw new RequestFailed(url.origin, reasonOf(error), { cause: error });
  } finally {
    await agent.destroy();
  }
}

function guardedConnector(
  { isAllowed, resolve }: HttpClientOptions,
  { connectTimeoutMs, trustsAnyCertificate }: HttpRequest,
): buildConnector.connector {
  return (target, callback) => {
    const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
    try {
      demandOpenAddress(target.hostname, port, isAllowed);
    } catch (error) {
      return callback(error as Error, null);
    }
    const connect = buildConnector({
      timeout: connectTimeoutMs,
      lookup: guardedLookup(isAllowed, port, resolve),
      rejectUnauthorized: !trustsAnyCertificate,
      allowH2: false,
    });
    connect(target, callback);
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
