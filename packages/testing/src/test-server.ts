/** What `startServer` is given and answers: a Windhover of its own, reached over HTTP on a free loopback port. */
import type { Client } from '@windhover/contract';

export interface StartServerOptions {
  /** Default: single mode. `mixed` and `explicit` switch multi-tenancy on, `explicit` without the default tenant. */
  readonly tenancy?: 'single' | 'mixed' | 'explicit';
  /** Configuration keys (`kestra.url`: …) over the defaults; dotted paths. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Default: a new temporary folder, removed by `stop`. A folder that is named is kept: start again on the same data. */
  readonly dataDirectory?: string;
  /** Default `in-process`: fast. `process`: the real program, which can be killed. */
  readonly kind?: 'in-process' | 'process';
  /**
   * What a server of its own process does of the work on a PostgreSQL database; default: everything. Without the API, its
   * address is that of its health.
   */
  readonly role?: 'webserver' | 'executor' | 'scheduler' | 'indexer';
  /** Default true: a superadmin `admin` is made before the server answers. False leaves the setup page open. */
  readonly admin?: boolean;
  /** Default false. True serves the web application; it must have been built (`npm run build:ui`), or is built meanwhile. */
  readonly ui?: boolean;
  /** Entry of a bundle that a server of its own process runs. Default: the sources. */
  readonly program?: string;
  /** What starts a server of its own process in the place of this one: a program that ends by running what follows it. */
  readonly startedBy?: readonly string[];
  /** Environment of a server of its own process, beside PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface RequestOptions {
  /** The tenant's segment; left out: the path without tenant. */
  readonly tenant?: string;
  /** JSON unless it is a text or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: the superadmin's; `null` sends none. */
  readonly as?: Credentials | { readonly token: string } | null;
}

/** A reply as a client sees it. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into replies of any shape
  readonly json: any;
}

export interface TestServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** The management port: `http://127.0.0.1:<port>`; undefined where it is switched off. */
  readonly managementUrl: string | undefined;
  readonly dataDirectory: string;
  readonly admin: Credentials;
  /** The typed client, as the superadmin; `api.forTenant('dev')`. */
  readonly api: Client;
  /** Sends a request below `/api/v1`; any status is a reply: `request('POST', '/flows', { tenant: 'dev', body: yaml })`. */
  request(method: string, path: string, options?: RequestOptions): Promise<Reply>;
  /** As `request`, but rejects unless the status is 2xx; answers the JSON body. */
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  call(method: string, path: string, options?: RequestOptions): Promise<any>;
  /** Makes a tenant that no other test has; answers its id. */
  newTenant(): Promise<string>;
  /** Ends it gracefully; a temporary folder goes with it. Idempotent. */
  stop(): Promise<void>;
  /** Kills the process at once; only for `kind: 'process'`. The folder stays until `stop`. */
  kill9(): Promise<void>;
  /** All that the process has printed; only for `kind: 'process'`. */
  printed(): string;
  /** Sends the process a signal, such as SIGSTOP; only for `kind: 'process'`. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves to the exit code when the process ends by itself, which is no failure then; only for `kind: 'process'`. */
  ended(): Promise<number>;
  /** Runs a command of the program on the server's configuration and folder, in a process of its own. */
  run(...args: readonly string[]): Promise<CommandResult>;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
