/**
 * The typed client, made from the route table: `api.tenants.create({ body })`, `api.flows.get({ namespace, id })`. Path
 * parameters stand beside `query` and `body`. Used by the UI, the CLI and the tests.
 */
import type { z } from 'zod';
import { writeQuery } from './query-text.ts';
import type { AnyRoute, NoShape, Route } from './route.ts';
import { routes, type Routes } from './routes.ts';

export interface ClientOptions {
  /** Where the server is, with its context path: `http://localhost:8080`. */
  readonly baseUrl: string;
  /** Tenant of tenant-level calls; absent: the default tenant. */
  readonly tenant?: string | undefined;
  readonly auth?: { readonly username: string; readonly password: string } | { readonly token: string } | undefined;
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly fetch?: typeof fetch | undefined;
}

export interface CallOptions {
  /** Sent as `Idempotency-Key`: a call that makes something can be repeated with it, and makes nothing twice. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call that was answered with something other than 2xx. `body` is the reply as sent, parsed when it is JSON. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;

  constructor(status: number, body: unknown, headers: Headers) {
    const message = (body as { message?: unknown } | null)?.message;
    super(typeof message === 'string' ? message : `The server answered ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

type Required<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] };
type Argument<Name extends string, Value> = [Value] extends [undefined]
  ? unknown
  : undefined extends Value
    ? { readonly [Key in Name]?: Value }
    : keyof Required<Value> extends never
      ? { readonly [Key in Name]?: Value }
      : { readonly [Key in Name]: Value };
type CallInput<
  Params extends z.ZodObject,
  Query extends z.ZodType,
  Body extends z.ZodType,
> = (keyof Params['shape'] extends never ? unknown : z.input<Params>) &
  (Query extends NoShape
    ? [keyof Query['shape']] extends [never]
      ? unknown
      : Argument<'query', z.input<Query>>
    : Argument<'query', z.input<Query>>) &
  Argument<'body', z.input<Body>>;
type ReplyOf<Reply extends z.ZodType> = z.output<Reply>;

/** One operation as a function; the argument is optional when nothing in it is required. */
export type Call<R> =
  R extends Route<infer Params, infer Query, infer Body, infer Reply>
    ? keyof Required<CallInput<Params, Query, Body>> extends never
      ? (input?: CallInput<Params, Query, Body>, options?: CallOptions) => Promise<ReplyOf<Reply>>
      : (input: CallInput<Params, Query, Body>, options?: CallOptions) => Promise<ReplyOf<Reply>>
    : never;

export type Client = {
  readonly [Group in keyof Routes]: { readonly [Name in keyof Routes[Group]]: Call<Routes[Group][Name]> };
} & {
  /** The same client for another tenant. */
  forTenant(tenant: string | undefined): Client;
};

export function createClient(options: ClientOptions): Client {
  const groups = Object.entries(routes).map(([name, group]) => [
    name,
    Object.fromEntries(
      Object.entries(group as Record<string, AnyRoute>).map(([call, route]) => [call, caller(options, route)]),
    ),
  ]);
  return {
    ...Object.fromEntries(groups),
    forTenant: (tenant: string | undefined) => createClient({ ...options, tenant }),
  } as Client;
}

function caller(options: ClientOptions, route: AnyRoute) {
  return async (input: Readonly<Record<string, unknown>> = {}, call: CallOptions = {}): Promise<unknown> => {
    const { headers, body } = encodeBody(route, input['body']);
    const response = await (options.fetch ?? fetch)(urlOf(options, route, input), {
      method: route.method,
      headers: {
        ...authorization(options.auth),
        ...headers,
        ...options.headers,
        ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
        ...call.headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    });
    if (!response.ok) throw new ApiError(response.status, await readReply(response), response.headers);
    return route.reply.kind === 'stream' ? response.body : readReply(response);
  };
}

/** Address of a call: also for links and for `EventSource`. */
export function urlOf(
  options: Pick<ClientOptions, 'baseUrl' | 'tenant'>,
  route: AnyRoute,
  input: Readonly<Record<string, unknown>>,
): string {
  const tenant =
    route.level === 'tenant' && options.tenant !== undefined ? `/${encodeURIComponent(options.tenant)}` : '';
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
  const query = writeQuery((input['query'] ?? {}) as Record<string, unknown>);
  return `${options.baseUrl.replace(/\/+$/, '')}/api/v1${tenant}${path}${query}`;
}

function encodeBody(route: AnyRoute, body: unknown): { headers: Record<string, string>; body?: RequestInit['body'] } {
  if (body === undefined || route.body === undefined) return { headers: {} };
  if (body instanceof FormData) return { headers: {}, body };
  if (typeof body === 'string')
    return { headers: { 'content-type': route.body.kind === 'yaml' ? 'application/x-yaml' : 'text/plain' }, body };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function authorization(auth: ClientOptions['auth']): Record<string, string> {
  if (auth === undefined) return {};
  if ('token' in auth) return { authorization: `Bearer ${auth.token}` };
  const pair = new TextEncoder().encode(`${auth.username}:${auth.password}`);
  return { authorization: `Basic ${btoa(String.fromCharCode(...pair))}` };
}

async function readReply(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (response.status === 204 || response.headers.get('content-length') === '0') return undefined;
  if (type.includes('json')) return response.json();
  return type.includes('octet-stream') ? response.blob() : response.text();
}
