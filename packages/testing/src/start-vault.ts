/**
 * A small Vault on loopback, for tests: the HTTP API of a KV engine (version 2), of tokens with policies, of AppRole and of
 * user and password, with the statuses and shapes that Vault documents. Nothing is kept on disk.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { endWithTest } from './end-with-test.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';

export interface VaultServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** May do everything. */
  readonly rootToken: string;
  /** A token that may do only this. */
  token(rules: VaultRules): string;
  /** Ends all logins: their tokens are refused from now on. */
  revokeLogins(): void;
  /** Sealed, it answers 503 to everything. */
  seal(isSealed: boolean): void;
  /** Path below the mount (`kestra/dev/company/KEY`) → fields of its newest version. */
  readonly secrets: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  write(path: string, data: Readonly<Record<string, unknown>>): void;
  /** `GET secret/data/…` of each request so far. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

export type VaultCapability = 'create' | 'read' | 'update' | 'delete' | 'list';

/** Paths, of which a last `*` stands for anything, with what is allowed there. */
type VaultRules = Readonly<Record<string, readonly VaultCapability[]>>;

export interface VaultServerOptions {
  readonly mount?: string;
  readonly appRole?: { readonly roleId: string; readonly secretId: string };
  readonly user?: { readonly name: string; readonly password: string; readonly rules?: VaultRules };
}

interface Version {
  readonly data: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
}

interface Entry {
  readonly versions: Version[];
  custom: Readonly<Record<string, string>> | null;
}

interface Answer {
  readonly status: number;
  readonly data?: unknown;
  readonly auth?: unknown;
  readonly errors?: readonly string[];
}

const denied: Answer = { status: 403, errors: ['permission denied'] };
const missing: Answer = { status: 404, errors: [] };

/** Ends with the test that started it; elsewhere `stop` is the caller's. */
export async function startVault({ mount = 'secret', appRole, user }: VaultServerOptions = {}): Promise<VaultServer> {
  const entries = new Map<string, Entry>();
  const tokens = new Map<string, VaultRules>();
  const logins = new Set<string>();
  const requests: string[] = [];
  let isSealed = false;
  const issue = (rules: VaultRules): string => {
    const token = `hvs.${randomUUID()}`;
    tokens.set(token, rules);
    return token;
  };
  const everything = { '*': ['create', 'read', 'update', 'delete', 'list'] } as const;
  const rootToken = issue(everything);

  const login = (path: string, body: Readonly<Record<string, unknown>>): Answer | undefined => {
    const isRole = path === 'auth/approle/login';
    if (!isRole && !path.startsWith('auth/userpass/login/')) return undefined;
    const isRight = isRole
      ? appRole !== undefined && body['role_id'] === appRole.roleId && body['secret_id'] === appRole.secretId
      : user !== undefined && path === `auth/userpass/login/${user.name}` && body['password'] === user.password;
    if (!isRight)
      return { status: 400, errors: [isRole ? 'invalid role or secret ID' : 'invalid username or password'] };
    const token = issue((isRole ? undefined : user?.rules) ?? everything);
    logins.add(token);
    return { status: 200, auth: { client_token: token, lease_duration: 3600, renewable: true, token_type: 'service' } };
  };

  const handle = (method: string, path: string, token: string, body: Readonly<Record<string, unknown>>): Answer => {
    if (isSealed) return { status: 503, errors: ['Vault is sealed'] };
    const signedIn = method === 'POST' ? login(path, body) : undefined;
    if (signedIn !== undefined) return signedIn;
    const rules = tokens.get(token);
    if (rules !== undefined && method === 'GET' && path === 'auth/token/lookup-self') return { status: 200, data: {} };
    if (rules === undefined || !isAllowed(rules, capability(method, path, entries, mount), path)) return denied;
    const match = new RegExp(`^${mount}/(data|metadata)/(.*)$`).exec(path);
    if (match === null) return { status: 404, errors: [`no handler for route "${path}". route entry not found.`] };
    return match[1] === 'data'
      ? dataAnswer(entries, method, match[2]!, body)
      : metadataAnswer(entries, method, match[2]!, body);
  };

  const server = createServer((request, response) => {
    void readJson(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://vault');
      // As Vault's: the path is decoded as a whole, and cleaned
      const decoded = new URL(decodeURIComponent(url.pathname), 'http://vault').pathname;
      const path = decodeURIComponent(decoded).replace(/^\/v1\//, '');
      const method = url.searchParams.get('list') === 'true' ? 'LIST' : (request.method ?? 'GET');
      requests.push(`${method} ${path}`);
      reply(response, handle(method, path, String(request.headers['x-vault-token'] ?? ''), body));
    });
  });
  const port = await listenOnLoopback(server);
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await endWithTest(stop);
  return {
    url: `http://127.0.0.1:${port}`,
    rootToken,
    token: issue,
    revokeLogins() {
      for (const token of logins) tokens.delete(token);
      logins.clear();
    },
    seal: (sealed) => void (isSealed = sealed),
    get secrets() {
      return new Map([...entries].map(([path, { versions }]) => [path, versions.at(-1)?.data ?? {}]));
    },
    write: (path, data) => void dataAnswer(entries, 'POST', path, { data }),
    requests,
    stop,
  };
}

function dataAnswer(
  entries: Map<string, Entry>,
  method: string,
  path: string,
  body: Readonly<Record<string, unknown>>,
): Answer {
  const entry = entries.get(path);
  if (method === 'GET') {
    const version = entry?.versions.at(-1);
    if (entry === undefined || version === undefined) return missing;
    return { status: 200, data: { data: version.data, metadata: versionJson(entry) } };
  }
  if (method !== 'POST') return { status: 405, errors: ['unsupported operation'] };
  const { data } = body;
  if (typeof data !== 'object' || data === null) return { status: 400, errors: ['no data provided'] };
  const written = entry ?? { versions: [], custom: null };
  written.versions.push({ data: data as Version['data'], createdAt: new Date().toISOString() });
  entries.set(path, written);
  return { status: 200, data: versionJson(written) };
}

function metadataAnswer(
  entries: Map<string, Entry>,
  method: string,
  path: string,
  body: Readonly<Record<string, unknown>>,
): Answer {
  const entry = entries.get(path);
  switch (method) {
    case 'LIST': {
      const folder = path === '' || path.endsWith('/') ? path : `${path}/`;
      const below = [...entries.keys()]
        .filter((each) => each.startsWith(folder))
        .map((each) => each.slice(folder.length));
      const keys = new Set(below.map((each) => /^[^/]*\/?/.exec(each)?.[0] ?? each));
      return keys.size === 0 ? missing : { status: 200, data: { keys: [...keys].toSorted() } };
    }
    case 'GET': {
      if (entry === undefined) return missing;
      const versions = entry.versions.map(({ createdAt }, index) => [
        String(index + 1),
        { created_time: createdAt, deletion_time: '', destroyed: false },
      ]);
      return {
        status: 200,
        data: {
          current_version: entry.versions.length,
          custom_metadata: entry.custom,
          max_versions: 0,
          versions: Object.fromEntries(versions),
        },
      };
    }
    case 'POST':
      entries.set(path, {
        versions: entry?.versions ?? [],
        custom: (body['custom_metadata'] ?? null) as Entry['custom'],
      });
      return { status: 204 };
    case 'DELETE':
      entries.delete(path);
      return { status: 204 };
    default:
      return { status: 405, errors: ['unsupported operation'] };
  }
}

function versionJson({ versions, custom }: Entry) {
  return {
    created_time: versions.at(-1)?.createdAt,
    custom_metadata: custom,
    deletion_time: '',
    destroyed: false,
    version: versions.length,
  };
}

function capability(method: string, path: string, entries: ReadonlyMap<string, Entry>, mount: string): VaultCapability {
  if (method === 'GET') return 'read';
  if (method === 'LIST') return 'list';
  if (method === 'DELETE') return 'delete';
  return entries.has(path.replace(new RegExp(`^${mount}/(data|metadata)/`), '')) ? 'update' : 'create';
}

function isAllowed(rules: VaultRules, wanted: VaultCapability, path: string): boolean {
  return Object.entries(rules).some(
    ([rule, allowed]) =>
      allowed.includes(wanted) && (rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : path === rule),
  );
}

async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function reply(response: ServerResponse, { status, data, auth, errors }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  if (status === 204) return void response.end();
  const whole = { request_id: randomUUID(), lease_id: '', renewable: false, lease_duration: 0, warnings: null };
  response.end(
    JSON.stringify(errors === undefined ? { ...whole, data: data ?? null, auth: auth ?? null } : { errors }),
  );
}
