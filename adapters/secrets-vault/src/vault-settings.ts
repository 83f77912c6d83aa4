/** What must be known of a Vault, read from a configuration or from the settings of a tenant. */
import type { ErrorProblem, JsonObject } from '@windhover/model';

export interface VaultSettings {
  /** `https://host:port`, without a slash at its end. */
  readonly address: string;
  /** Vault's own namespaces, of its enterprise edition. */
  readonly namespace?: string;
  /** Where the KV engine (version 2) is mounted. */
  readonly rootEngine: string;
  /** What stands before the tenant in every path. */
  readonly secretPathPrefix: string;
  readonly login: VaultLogin;
}

export type VaultLogin =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'app-role'; readonly path: string; readonly roleId: string; readonly secretId: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: string };

/** Names as tenants write them. */
const known = {
  address: 'address',
  namespace: 'namespace',
  rootengine: 'rootEngine',
  secretpathprefix: 'secretPathPrefix',
  'token.token': 'token.token',
  'approle.path': 'appRole.path',
  'approle.roleid': 'appRole.roleId',
  'approle.secretid': 'appRole.secretId',
  'password.user': 'password.user',
  'password.password': 'password.password',
} as const;

type Name = keyof typeof known;

/**
 * Names may be nested or dotted, in camelCase or kebab-case; unknown ones are left alone. All problems are told, each with the path of its setting, and
 * none with its value.
 */
export function readVaultSettings(
  configuration: JsonObject,
): { readonly settings: VaultSettings } | { readonly problems: readonly ErrorProblem[] } {
  const values = new Map<string, unknown>();
  collect(configuration, '', values);
  const problems: ErrorProblem[] = [];
  const problem = (path: string, message: string): void => void problems.push({ path, message });
  for (const [name, value] of values) {
    if (!Object.hasOwn(known, name)) continue;
    if (typeof value !== 'string' || value === '') problem(known[name as Name], 'must be a text');
  }
  const text = (name: Name): string | undefined => {
    const value = values.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const address = text('address');
  if (address === undefined) {
    if (!values.has('address')) problem('address', 'is missing: the URL of Vault');
  } else if (!isHttpUrl(address)) problem('address', 'must be an http or https URL without credentials, path or query');
  for (const name of ['rootengine', 'secretpathprefix', 'approle.path'] as const) {
    if (!isPlainPath(text(name) ?? '')) problem(known[name], "must be a path of letters, digits, '_', '-' and '.'");
  }
  const logins = loginsOf(text);
  if (logins.length !== 1 && problems.length === 0) {
    problem(
      'token',
      'exactly one login is needed: token.token, appRole.roleId with appRole.secretId, or password.user with password.password',
    );
  }
  const [login] = logins;
  if (problems.length > 0 || address === undefined || login === undefined) return { problems };
  const namespace = text('namespace');
  return {
    settings: {
      address: address.replace(/\/$/, ''),
      ...(namespace !== undefined && { namespace }),
      rootEngine: text('rootengine') ?? 'secret',
      secretPathPrefix: text('secretpathprefix') ?? 'kestra',
      login,
    },
  };
}

function loginsOf(text: (name: Name) => string | undefined): readonly VaultLogin[] {
  const token = text('token.token');
  const [roleId, secretId] = [text('approle.roleid'), text('approle.secretid')];
  const [user, password] = [text('password.user'), text('password.password')];
  return [
    ...(token === undefined ? [] : [{ kind: 'token', token } as const]),
    ...(roleId === undefined || secretId === undefined
      ? []
      : [{ kind: 'app-role', path: text('approle.path') ?? 'approle', roleId, secretId } as const]),
    ...(user === undefined || password === undefined ? [] : [{ kind: 'password', user, password } as const]),
  ];
}

function collect(map: JsonObject, path: string, values: Map<string, unknown>): void {
  for (const [name, value] of Object.entries(map)) {
    const inside = `${path}${name.toLowerCase().replaceAll(/[-_]/g, '')}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      collect(value as JsonObject, `${inside}.`, values);
    } else values.set(inside, value);
  }
}

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return false;
  return url.username === '' && url.password === '' && url.pathname === '/' && url.search === '' && url.hash === '';
}

function isPlainPath(path: string): boolean {
  return path === '' || path.split('/').every((segment) => /^[\w-][\w.-]*$/.test(segment));
}
