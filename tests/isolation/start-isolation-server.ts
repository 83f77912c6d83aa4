/** A server in one of the three modes, reached as clients do. */
import { admin, openTestServer } from '../../packages/server/src/test-server.ts';

export type Mode = 'single' | 'mixed' | 'explicit';
export type Auth = { readonly username: string; readonly password: string } | { readonly token: string };

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into replies of any shape
  readonly json: any;
}

export interface RequestOptions {
  readonly as?: Auth | undefined;
  /** The tenant's segment; undefined: the path without one. */
  readonly tenant?: string | undefined;
  readonly body?: unknown;
}

export interface IsolationServer {
  readonly root: Auth;
  request(method: string, path: string, options?: RequestOptions): Promise<Reply>;
  close(): Promise<void>;
}

export async function startIsolationServer(mode: Mode): Promise<IsolationServer> {
  const server = await openTestServer({ tenancy: mode });
  return {
    root: admin,
    close: () => server.close(),
    async request(method, path, { as, tenant, body } = {}) {
      const raw = typeof body === 'string' || body instanceof FormData;
      const response = await fetch(`${server.url}/api/v1${tenant === undefined ? '' : `/${tenant}`}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...authorization(as),
          ...(body === undefined || body instanceof FormData
            ? {}
            : { 'content-type': raw ? 'text/plain' : 'application/json' }),
        },
        ...(body === undefined ? {} : { body: raw ? (body as string | FormData) : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parsed(text) };
    },
  };
}

function authorization(as: Auth | undefined): Record<string, string> {
  if (as === undefined) return {};
  if ('token' in as) return { authorization: `Bearer ${as.token}` };
  return { authorization: `Basic ${Buffer.from(`${as.username}:${as.password}`).toString('base64')}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
