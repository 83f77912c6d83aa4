/** Vault's HTTP API: signed in, with a deadline, tried again while Vault is away. */
import { request as httpRequest, type Agent as HttpAgent } from 'node:http';
import { request as httpsRequest, type Agent as HttpsAgent } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { BackendUnavailable } from '@windhover/model';
import type { VaultLogin, VaultSettings } from './vault-settings.ts';

/** How often a call is tried while Vault does not answer, and how long lies between. */
export interface Retries {
  readonly attempts: number;
  readonly delayMs: number;
  readonly maxDelayMs: number | undefined;
  readonly multiplier: number;
}

export interface VaultClientOptions {
  readonly settings: VaultSettings;
  readonly retries: Retries;
  /** Connections for `http:` and `https:`; they may refuse an address. */
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Token {
  readonly text: string;
  /** Undefined when it does not end. */
  readonly renewAt: number | undefined;
}

const timeoutMs = 10_000;
/** KV version 2 takes at most 1 MiB a secret. */
const maxAnswerBytes = 4 * 1024 * 1024;
/** A login is renewed when this part of its time is over. */
const renewAfter = 2 / 3;

export class VaultClient {
  readonly #options: VaultClientOptions;
  #login: Token | undefined;
  /** One at a time, shared by all who wait for it: each login is a lease that Vault keeps until it ends. */
  #signingIn: Promise<Token> | undefined;

  constructor(options: VaultClientOptions) {
    this.#options = options;
  }

  /**
   * The `data` of the answer; undefined when what is read or deleted is not there. `path` follows `/v1/`, its segments encoded.
   * Throws `BackendUnavailable`, also when there is no engine to write to.
   */
  async call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
    const token = await this.#signedIn();
    let answer = await this.#send(method, path, body, token.text);
    if (answer.status === 403 && (await this.#hasEnded(token))) {
      if (this.#login === token) this.#login = undefined;
      answer = await this.#send(method, path, body, (await this.#signedIn()).text);
    }
    if (answer.status === 404 && method !== 'POST') return undefined;
    if (answer.status === 403) throw unavailable('Vault refuses access: check its policies', refused(path, answer));
    if (answer.status === 404)
      throw unavailable('Vault has no KV engine there: check its root engine', refused(path, answer));
    if (answer.status >= 300) throw unavailable(`Vault answers ${answer.status}`, refused(path, answer));
    return (answer.body as { data?: unknown } | undefined)?.data;
  }

  async #signedIn(): Promise<Token> {
    const { login } = this.#options.settings;
    if (login.kind === 'token') return { text: login.token, renewAt: undefined };
    const known = this.#login;
    if (known !== undefined && (known.renewAt === undefined || this.#options.monotonic() < known.renewAt)) return known;
    this.#signingIn ??= this.#signIn(login).finally(() => void (this.#signingIn = undefined));
    return this.#signingIn;
  }

  /** Whether a login was revoked, or was over while the call was under way; Vault refuses what a policy forbids no differently. */
  async #hasEnded(token: Token): Promise<boolean> {
    if (this.#options.settings.login.kind === 'token') return false;
    if (this.#login !== token) return true;
    return (await this.#send('GET', 'auth/token/lookup-self', undefined, token.text)).status !== 200;
  }

  async #signIn(login: Exclude<VaultLogin, { kind: 'token' }>): Promise<Token> {
    const [path, body] =
      login.kind === 'app-role'
        ? [`auth/${login.path}/login`, { role_id: login.roleId, secret_id: login.secretId }]
        : [`auth/userpass/login/${encodeURIComponent(login.user)}`, { password: login.password }];
    const answer = await this.#send('POST', path, body, undefined);
    const { auth } = (answer.body ?? {}) as { auth?: { client_token?: string; lease_duration?: number } };
    if (answer.status !== 200 || typeof auth?.client_token !== 'string') {
      throw unavailable('Vault refuses the login', refused(path, answer));
    }
    const leaseMs = (auth.lease_duration ?? 0) * 1_000;
    const renewAt = leaseMs === 0 ? undefined : this.#options.monotonic() + leaseMs * renewAfter;
    this.#login = { text: auth.client_token, renewAt };
    return this.#login;
  }

  /** Any status but those that say that Vault is away is an answer. */
  async #send(method: string, path: string, body: object | undefined, token: string | undefined): Promise<Answer> {
    const { attempts, delayMs, maxDelayMs, multiplier } = this.#options.retries;
    let waitMs = delayMs;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#sendOnce(method, path, body, token).catch((error: unknown) => error as Error);
      const away = outcome instanceof Error ? outcome : isAway(outcome.status) ? refused(path, outcome) : undefined;
      if (away === undefined) return outcome as Answer;
      if (attempt >= attempts || away.name === 'AddressBlocked') throw unavailable(reasonOf(outcome), away);
      await setTimeout(waitMs);
      waitMs = Math.min(waitMs * multiplier, maxDelayMs ?? Infinity);
    }
  }

  #sendOnce(method: string, path: string, body: object | undefined, token: string | undefined): Promise<Answer> {
    const { settings, agents } = this.#options;
    const url = new URL(`${settings.address}/v1/${path}`);
    const isTls = url.protocol === 'https:';
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = (isTls ? httpsRequest : httpRequest)(url, {
        method,
        agent: isTls ? agents.https : agents.http,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'x-vault-request': 'true',
          ...(token !== undefined && { 'x-vault-token': token }),
          ...(settings.namespace !== undefined && { 'x-vault-namespace': settings.namespace }),
          ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        let sizeBytes = 0;
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => {
          sizeBytes += chunk.length;
          if (sizeBytes > maxAnswerBytes) outgoing.destroy(new Error('The answer is too large'));
          else chunks.push(chunk);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString('utf8')) }),
        );
      });
      outgoing.end(text);
    });
  }
}

function reasonOf(outcome: Error | Answer): string {
  if (!(outcome instanceof Error)) return `Vault answers ${outcome.status}`;
  return outcome.name === 'AddressBlocked' ? 'the address of Vault is not allowed' : 'Vault does not answer';
}

/** Overloaded, sealed, not the active node, or a proxy before it that finds none. */
function isAway(status: number): boolean {
  return status === 429 || status >= 500 || status === 412 || status === 472 || status === 473;
}

function unavailable(reason: string, cause: unknown): BackendUnavailable {
  return new BackendUnavailable({ what: 'Secrets', reason }, { cause });
}

/** For the log of the server: what was asked and what Vault said, which never holds a value. */
function refused(path: string, { status, body }: Answer): Error {
  const { errors } = (body ?? {}) as { errors?: readonly unknown[] };
  const said = Array.isArray(errors) ? errors.map(String).join('; ') : '';
  return new Error(`Vault answered ${status} to '${path}'${said === '' ? '' : `: ${said}`}`);
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined; // a proxy's page: the status says enough
  }
}
