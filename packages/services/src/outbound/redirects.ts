/** Where an answer sends its caller on to, and what of the request goes along. */
import type { HttpRequest } from '@windhover/model';

/** One request on the way to the answer. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: HttpRequest['body'];
}

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Another origin is told these alone: keys are sent in headers of any name, not only in `Authorization`. */
const harmless: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

/** Undefined when the answer is no redirect, or one that says not where to. */
export function afterRedirect(hop: Hop, { statusCode, headers: { location } }: Answer): Hop | undefined {
  if (!redirects.has(statusCode) || typeof location !== 'string') return undefined;
  const url = URL.parse(location, hop.url.href);
  if (url === null) return undefined;
  url.username = '';
  url.password = '';
  const headers =
    url.origin === hop.url.origin
      ? hop.headers
      : Object.fromEntries(Object.entries(hop.headers).filter(([name]) => harmless.has(name)));
  if (!becomesGet(statusCode, hop.method)) return { ...hop, url, headers };
  const { 'content-type': _type, ...ofGet } = headers;
  return { url, method: 'GET', headers: ofGet, body: undefined };
}

/** As browsers do: a form that was accepted leads to a page. */
function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD';
  return (status === 301 || status === 302) && method === 'POST';
}
