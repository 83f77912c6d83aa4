/** HTTP as a client outside of the repository would speak it. */
import type { Credentials, TestServer } from './test-server.ts';

export type Requester = Pick<TestServer, 'request' | 'call' | 'newTenant'>;

export function requesterOf(url: string, admin: Credentials): Requester {
  const request: Requester['request'] = async (method, path, { tenant, body, headers, as = admin } = {}) => {
    const segment = tenant === undefined ? '' : `/${tenant}`;
    const response = await fetch(`${url}/api/v1${segment}${path}`, {
      method,
      headers: { ...authorization(as), ...contentType(body), ...headers },
      ...(body !== undefined && { body: toBody(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  };
  const call: Requester['call'] = async (method, path, options) => {
    const { status, json, text } = await request(method, path, options);
    if (status < 200 || status > 299) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return json;
  };
  let tenants = 0;
  return {
    request,
    call,
    async newTenant() {
      tenants += 1;
      const id = `test-${tenants}`;
      await call('POST', '/tenants', { body: { id, name: id } });
      return id;
    },
  };
}

function authorization(as: Credentials | { readonly token: string } | null): Record<string, string> {
  if (as === null) return {};
  if ('token' in as) return { authorization: `Bearer ${as.token}` };
  return { authorization: `Basic ${Buffer.from(`${as.username}:${as.password}`).toString('base64')}` };
}

/** A text is a flow's source; data is JSON; forms and bytes speak for themselves. */
function contentType(body: unknown): Record<string, string> {
  if (body === undefined || body instanceof FormData || body instanceof Uint8Array) return {};
  return { 'content-type': typeof body === 'string' ? 'application/x-yaml' : 'application/json' };
}

function toBody(body: unknown): NonNullable<RequestInit['body']> {
  if (typeof body === 'string' || body instanceof FormData) return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // YAML, a page, nothing
  }
}
