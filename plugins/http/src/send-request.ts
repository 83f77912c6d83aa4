/** From the properties of a task or trigger to the answer of a server. */
import { parseDuration, TaskError, type HttpClient, type HttpReply, type LogLevel } from '@windhover/plugin-sdk';
import type { HttpProperties } from './http-properties.ts';
import { requestBody, type FilesForForms } from './request-body.ts';
import { textOfValue } from './text-of-value.ts';

export interface Sender {
  readonly http: HttpClient;
  readonly signal: AbortSignal;
  /** Where files of forms come from; undefined: there are none. */
  readonly files?: FilesForForms | undefined;
  /** For what `options.logs` asks for. */
  log?(level: LogLevel, message: string): void;
}

const connectTimeoutMs = 10_000;
const idleTimeoutMs = 5 * 60_000;

/** Rejects when there is no answer; whether the status is a failure is asked with `demandAllowed`. */
export async function sendRequest(properties: HttpProperties, sender: Sender): Promise<HttpReply> {
  const { options, method, sslOptions } = properties;
  const { timeout, logs } = options;
  const { body, contentType } = await requestBody(properties, sender.files);
  const headers = headersOf(properties, contentType);
  const log = (what: (typeof logs)[number], message: () => string): void => {
    if (logs.includes(what)) sender.log?.('DEBUG', message());
  };
  log('REQUEST_HEADERS', () => `Request headers:\n${headerLines(Object.entries(headers))}`);
  log('REQUEST_BODY', () => `Request body:\n${typeof body === 'string' ? body : '(a form with files)'}`);
  const reply = await sender.http.send({
    url: urlOf(properties),
    method,
    headers,
    ...(body !== undefined && { body }),
    followsRedirects: options.followRedirects,
    connectTimeoutMs: msOf(timeout?.connectTimeout ?? options.connectTimeout, connectTimeoutMs),
    idleTimeoutMs: msOf(timeout?.readIdleTimeout ?? options.readTimeout ?? options.readIdleTimeout, idleTimeoutMs),
    trustsAnyCertificate: (options.ssl ?? sslOptions)?.insecureTrustAllCertificates ?? false,
    signal: sender.signal,
  });
  log('RESPONSE_HEADERS', () => `Response headers (${reply.status}):\n${headerLines(Object.entries(reply.headers))}`);
  return reply;
}

/** Throws `TaskError` for a status that the request does not allow; `outputs` are kept with it. */
export function demandAllowed(
  { options, allowFailed }: HttpProperties,
  status: number,
  outputs: Readonly<Record<string, unknown>>,
): void {
  const { allowedResponseCodes: allowed = [] } = options;
  const isFailure = status >= 400 && !(allowFailed ?? options.allowFailed);
  if (!isFailure && (allowed.length === 0 || allowed.includes(status))) return;
  throw new TaskError(`The server answered with status ${status}`, { outputs });
}

function urlOf({ uri, params = {} }: HttpProperties): string {
  const url = URL.parse(uri.trim().replaceAll(' ', '%20'));
  if (url === null) throw new TaskError("'uri' is not an absolute URL such as https://example.com/orders");
  for (const [name, value] of Object.entries(params)) {
    for (const item of [value].flat()) url.searchParams.append(name, textOfValue(item));
  }
  return url.href;
}

function headersOf(properties: HttpProperties, contentType: string | undefined): Readonly<Record<string, string>> {
  const { options, headers = {} } = properties;
  const authorization = authorizationOf(options);
  return {
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(authorization !== undefined && { authorization }),
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), textOfValue(value)])),
  };
}

function authorizationOf({ auth, basicAuthUser, basicAuthPassword }: HttpProperties['options']): string | undefined {
  const basic = (username = '', password = ''): string =>
    `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  if (auth?.type === 'BEARER') return `Bearer ${auth.token ?? ''}`;
  if (auth?.type === 'BASIC') return basic(auth.username, auth.password);
  return basicAuthUser === undefined ? undefined : basic(basicAuthUser, basicAuthPassword);
}

function headerLines(headers: readonly (readonly [string, string | readonly string[]])[]): string {
  return headers
    .map(([name, value]) => `${name}: ${name === 'authorization' ? '********' : [value].flat().join(', ')}`)
    .join('\n');
}

function msOf(duration: string | undefined, otherwise: number): number {
  return duration === undefined ? otherwise : Math.max(1, parseDuration(duration));
}
