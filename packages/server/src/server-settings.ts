import type { FigureCredentials } from './meters/may-read-figures.ts';
import type { RateSettings } from './rate-limits.ts';

/** What the HTTP side obeys; the program fills in every default. */
export interface ServerSettings {
  /** Address to listen on: `127.0.0.1` unless told otherwise. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** `''`, or a path such as `/kestra` without a slash at its end. */
  readonly contextPath: string;
  /** Health, metrics: their own port, 0 for any free one; undefined: not served. */
  readonly management?: {
    readonly port: number;
    /** With which figures are read from another machine. */
    readonly basicAuth?: FigureCredentials;
  };
  readonly maxRequestSizeBytes: number;
  readonly maxFileSizeBytes: number;
  readonly maxHeaderSizeBytes: number;
  readonly idleTimeoutMs: number;
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** Exact origins that browsers may call from; empty: no CORS. */
  readonly corsOrigins: readonly string[];
  /** Addresses of proxies whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** In the `WWW-Authenticate` header. */
  readonly realm: string;
  /** The program's version, for `/configs` and the API document. */
  readonly version: string;
  /** From which it was built, where that is known. */
  readonly commit?: string;
  /** One line a request; off in tests. */
  readonly accessLog: boolean;
  /** Least level that is logged: pino's words, `silent` for nothing. */
  readonly logLevel: string;
  /** Replies are parsed by their schemas before they are sent: for tests, too slow for production. */
  readonly checkReplies: boolean;
  readonly environment?: { readonly name?: string; readonly color?: string };
  readonly rates: RateSettings;
  readonly preview: { readonly initialRows: number; readonly maxRows: number };
  /** What the setup page and `/configs` say the instance is made of. */
  readonly about: {
    readonly repositoryType: string;
    readonly queueType: string;
    readonly storageType: string;
    readonly secretType?: string;
    readonly durability: string;
    readonly isolation: string;
    readonly network: string;
    /** What that does not keep, and why: sentences. */
    readonly gaps: readonly string[];
    readonly privateAddresses: string;
  };
  /** Where people may sign in beside this instance's own passwords. */
  readonly signOnProviders: readonly SignOnProvider[];
  /** Whether a GET of `/logout` signs out. */
  readonly logoutByGet: boolean;
  /** The account of the configuration file is wrong in these ways. */
  readonly basicAuthErrors: readonly string[];
}

/** A provider of single sign-on with OpenID Connect. */
export interface SignOnProvider {
  /** In its addresses, and on the sign-in page. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: a public client, which PKCE alone protects. */
  readonly clientSecret?: string;
  /** Beside `openid`. */
  readonly scopes: readonly string[];
}

const gigabyte = 1024 ** 3;
const unlimited = { maxRequests: 0, windowMs: 60_000 };

/** Settings of a server on any free port of this machine, quiet; for tests and as the base of the program's own. */
export const defaultServerSettings: ServerSettings = {
  host: '127.0.0.1',
  port: 0,
  contextPath: '',
  maxRequestSizeBytes: 10 * gigabyte,
  maxFileSizeBytes: 10 * gigabyte,
  maxHeaderSizeBytes: 32_768,
  idleTimeoutMs: 3_600_000,
  corsOrigins: [],
  trustedProxies: [],
  realm: 'Kestra',
  version: '0.1.0',
  accessLog: false,
  logLevel: 'silent',
  checkReplies: false,
  rates: { client: unlimited, tenant: unlimited, webhooks: { flow: unlimited, tenant: unlimited } },
  preview: { initialRows: 100, maxRows: 5000 },
  about: {
    repositoryType: 'sqlite',
    queueType: 'memory',
    storageType: 'local',
    durability: 'strict',
    isolation: 'none',
    network: 'open',
    gaps: [],
    privateAddresses: 'allowed',
  },
  signOnProviders: [],
  logoutByGet: true,
  basicAuthErrors: [],
};
