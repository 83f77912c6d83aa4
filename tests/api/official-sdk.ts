/**
 * The official JavaScript client as its users have it: `@kestra-io/kestra-sdk` 0.24.1, the only version on npm. Some of
 * its own models are missing from the published package, which therefore loads nowhere; plain objects stand in for them.
 */
import { createRequire, registerHooks } from 'node:module';

interface SdkReply {
  readonly status: number;
  readonly ok: boolean;
  readonly text?: string;
  readonly body?: unknown;
}
type SdkMethod = (...args: readonly unknown[]) => void;
type SdkClient = Readonly<Record<string, Readonly<Record<string, SdkMethod>>>>;
interface Connection {
  defaultHeaders: Readonly<Record<string, string>>;
}
interface Package {
  readonly KestraClient: new (host: string, token: string | null, username?: string, password?: string) => SdkClient;
  readonly ApiClient: { instance: Connection } & (new (host: string) => Connection);
}

export interface Sdk {
  /** Calls `client[api][method]` and gives what the client reads from the reply; rejects as the client does. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into replies of any shape
  call(api: string, method: string, ...args: readonly unknown[]): Promise<any>;
  /** The same for operations whose reply the client misreads, with what the server said. */
  // oxlint-disable-next-line typescript/no-explicit-any -- the same
  said(api: string, method: string, ...args: readonly unknown[]): Promise<any>;
  /** Names of all that `client[api]` can be asked. */
  operations(api: string): readonly string[];
}

const standIn = 'exports.default = { constructFromObject: (data) => data };';

const hooks = registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!/^\.\/(model\/)?\w+$/.test(specifier)) throw error;
      return { url: `missing:${specifier}`, format: 'commonjs', shortCircuit: true };
    }
  },
  load: (url, context, next) =>
    url.startsWith('missing:') ? { format: 'commonjs', source: standIn, shortCircuit: true } : next(url, context),
});
const { KestraClient, ApiClient } = createRequire(import.meta.url)('@kestra-io/kestra-sdk') as Package;
hooks.deregister();

export function openSdk(url: string, auth: { username: string; password: string } | { token: string }): Sdk {
  // Clients share one connection object unless it is replaced before each is made
  const connection = new ApiClient(url);
  ApiClient.instance = connection;
  const client =
    'token' in auth ? new KestraClient(url, auth.token) : new KestraClient(url, null, auth.username, auth.password);
  // Operations of superadmins declare no security, so that users of the client set the header themselves
  connection.defaultHeaders = { ...connection.defaultHeaders, Authorization: authorization(auth) };
  const run = (
    api: string,
    method: string,
    args: readonly unknown[],
    read: (data: unknown, reply: SdkReply) => unknown,
  ) =>
    new Promise((resolve, reject) => {
      client[api]![method]!(...args, (error: Error | null, data: unknown, reply?: SdkReply) => {
        if (reply?.ok === true && (error === null || read !== understood)) resolve(read(data, reply));
        else reject(new Error(`${api}.${method}: ${error?.message ?? 'no answer'} ${reply?.text ?? ''}`));
      });
    });
  return {
    call: (api, method, ...args) => run(api, method, args, understood),
    said: (api, method, ...args) => run(api, method, args, (_, reply) => reply.body),
    operations: (api) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(client[api])).filter(
        (name) => name !== 'constructor' && !name.endsWith('WithHttpInfo'),
      ),
  };
}

const understood = (data: unknown, reply: SdkReply): unknown => data ?? reply.body;

function authorization(auth: { username: string; password: string } | { token: string }): string {
  if ('token' in auth) return `Bearer ${auth.token}`;
  return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
}
