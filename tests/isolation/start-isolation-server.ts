/** A server in one of the three modes, reached as clients do. */
import { startServer, type Credentials, type Reply } from '@windhover/testing';

export type { Reply };
export type Mode = 'single' | 'mixed' | 'explicit';
export type Auth = Credentials | { readonly token: string };

export interface RequestOptions {
  /** Undefined: a stranger. */
  readonly as?: Auth | undefined;
  /** The tenant's segment; undefined: the path without one. */
  readonly tenant?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface IsolationServer {
  readonly root: Auth;
  request(method: string, path: string, options?: RequestOptions): Promise<Reply>;
  close(): Promise<void>;
}

export async function startIsolationServer(mode: Mode): Promise<IsolationServer> {
  const server = await startServer({ tenancy: mode, configuration: { 'kestra.templates.enabled': true } });
  return {
    root: server.admin,
    close: () => server.stop(),
    request: (method, path, { as, tenant, body, headers } = {}) =>
      server.request(method, path, {
        as: as ?? null,
        ...(tenant === undefined ? {} : { tenant }),
        ...(body === undefined ? {} : { body }),
        ...(headers === undefined ? {} : { headers }),
      }),
  };
}
