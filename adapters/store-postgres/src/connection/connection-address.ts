/** The addresses that users have: a JDBC URL (`jdbc:postgresql://host:port/db?…`) or libpq's (`postgresql://user@host/db?…`). */
import { readFileSync } from 'node:fs';
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import { IllegalArgument } from '@windhover/model';

/** How much TLS is asked for, from nothing to the certificate's own name: the words are PostgreSQL's. */
export type SslMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

export interface ConnectionAddress {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly schema: string | undefined;
  readonly applicationName: string | undefined;
  readonly preparedStatements: boolean;
  readonly sslMode: SslMode;
  /** Undefined without TLS. */
  readonly tls: TlsOptions | undefined;
}

/** Throws `IllegalArgument` for what is no such address. Reads the certificates that it names. */
export function parseAddress(url: string): ConnectionAddress {
  const { hosts, path, query, username, password } = partsOf(url);
  const option = (name: string): string | undefined => query.get(name) ?? undefined;
  if (hosts.includes(',')) throw refused('several hosts are not supported; put a proxy or one name before them');
  const { host, port } = hostOf(option('host') ?? hosts);
  const user = option('user') ?? username;
  const sslMode = sslModeOf(option('sslmode'), option('ssl'));
  return {
    host,
    port,
    database: path || user || 'postgres',
    user,
    password: option('password') ?? password,
    schema: option('currentSchema'),
    applicationName: option('ApplicationName') ?? option('application_name'),
    // the JDBC driver's own way to say that a proxy is between
    preparedStatements: option('prepareThreshold') !== '0',
    sslMode,
    tls: sslMode === 'disable' ? undefined : tlsOptions(sslMode, host, option),
  };
}

interface UrlParts {
  readonly hosts: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

function partsOf(url: string): UrlParts {
  const match = /^(?:jdbc:)?postgres(?:ql)?:(?:\/\/(?:([^@/?]*)@)?([^/?]*)\/?)?([^?]*)(?:\?(.*))?$/.exec(url);
  if (match === null)
    throw refused("'jdbc:postgresql://host:5432/database' or 'postgresql://host:5432/database' is expected");
  const [, credentials, hosts = '', path = '', query = ''] = match;
  const [username, ...password] = credentials?.split(':') ?? [];
  return {
    hosts,
    path: decoded(path),
    query: new URLSearchParams(query),
    username: username === undefined ? undefined : decoded(username),
    password: password.length === 0 ? undefined : decoded(password.join(':')),
  };
}

function hostOf(text: string): { readonly host: string; readonly port: number } {
  if (text.startsWith('/')) return { host: text, port: 5432 };
  const match = /^(\[[^\]]+\]|[^:]*)(?::(\d+))?$/.exec(text);
  const port = Number(match?.[2] ?? 5432);
  if (match === null || port < 1 || port > 65_535) throw refused(`'${text}' is no host with a port`);
  return { host: match[1]!.replaceAll(/^\[|\]$/g, '') || 'localhost', port };
}

function sslModeOf(mode: string | undefined, flag: string | undefined): SslMode {
  switch (mode) {
    case undefined:
      // the JDBC driver takes `ssl=true` for the strictest mode
      return flag === 'true' || flag === '' ? 'verify-full' : flag === 'false' ? 'disable' : 'prefer';
    case 'allow':
      return 'prefer';
    case 'disable':
    case 'prefer':
    case 'require':
    case 'verify-ca':
    case 'verify-full':
      return mode;
    default:
      throw refused(`sslmode '${mode}' is not one of disable, allow, prefer, require, verify-ca, verify-full`);
  }
}

function tlsOptions(mode: SslMode, host: string, option: (name: string) => string | undefined): TlsOptions {
  const file = (name: string): string | undefined => {
    const path = option(name);
    return path === undefined ? undefined : readFileSync(path, 'utf8');
  };
  const [ca, cert, key] = [file('sslrootcert'), file('sslcert'), file('sslkey')];
  return {
    host,
    rejectUnauthorized: mode === 'verify-ca' || mode === 'verify-full',
    ...(mode === 'verify-ca' && { checkServerIdentity: () => undefined }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that means itself
  }
}

function refused(reason: string): IllegalArgument {
  return new IllegalArgument({ reason: `database address: ${reason}` });
}
