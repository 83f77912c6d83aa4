import type { ContextFunction } from '@windhover/expressions';
import { readHttpText, type HttpClient, type HttpReply } from '@windhover/model';

const connectTimeoutMs = 10_000;
const idleTimeoutMs = 30_000;
/** A rendering holds up its execution: what takes longer is a task. */
const longestMs = 60_000;
const maxBytes = 1024 * 1024;

/**
 * `http(uri, method='GET', query?, body?, contentType?, headers?, accept?)`: the answer as data when it is JSON, else as text.
 * A status from 400 on is an error. Bodies that are no text are sent as JSON.
 */
export function httpFunction(http: HttpClient): ContextFunction {
  return async ({ uri, method, query, body, contentType, headers, accept, options }) => {
    if (options !== undefined && options !== null) {
      throw new Error("http() has no 'options' here: use the task io.kestra.plugin.core.http.Request");
    }
    const url = withQuery(String(uri), query);
    const isText = typeof body === 'string';
    const hasBody = body !== undefined && body !== null;
    const reply = await http.send({
      url,
      method: typeof method === 'string' ? method.toUpperCase() : 'GET',
      headers: {
        ...(hasBody && {
          'content-type': typeof contentType === 'string' ? contentType : isText ? 'text/plain' : 'application/json',
        }),
        ...(typeof accept === 'string' && { accept }),
        ...textsOf(headers),
      },
      ...(hasBody && { body: isText ? body : JSON.stringify(body) }),
      followsRedirects: true,
      connectTimeoutMs,
      idleTimeoutMs,
      trustsAnyCertificate: false,
      signal: AbortSignal.timeout(longestMs),
    });
    const text = await readHttpText(reply, maxBytes, 'utf-8');
    if (text === undefined) throw new Error(`The answer has more than ${maxBytes} bytes: use a task to fetch it`);
    if (reply.status >= 400) throw new Error(`The request to '${new URL(url).origin}' was answered ${reply.status}`);
    return isJson(reply) ? (JSON.parse(text) as unknown) : text;
  };
}

function withQuery(uri: string, query: unknown): string {
  const entries = Object.entries(textsOf(query));
  if (entries.length === 0) return uri;
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(entries).toString()}`;
}

function textsOf(map: unknown): Record<string, string> {
  if (typeof map !== 'object' || map === null) return {};
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, String(value)]));
}

function isJson({ headers }: HttpReply): boolean {
  return /^[^;]*[/+]json\b/i.test(headers['content-type']?.[0] ?? '');
}
