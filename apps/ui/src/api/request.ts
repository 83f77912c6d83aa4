import { ApiError, isUnreachable, toApiError } from './api-error.ts';
import { apiPath } from './mount.ts';

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: URLSearchParams;
  readonly json?: unknown;
  readonly yaml?: string;
  readonly text?: string;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

type Listener = (reachable: boolean) => void;

/** Told after each call whether the server was reached, and when a call was refused for want of a session. */
export const connection = {
  onReachable: undefined as Listener | undefined,
  onSignedOut: undefined as (() => void) | undefined,
};

/** Calls `path` below `/api/v1`. Throws ApiError for every answer but 2xx, and with status 0 when there was none. */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const query = options.query?.toString() ?? '';
  const response = await reach(`${apiPath}${path}${query === '' ? '' : `?${query}`}`, options);
  if (response.ok) return response;
  const error = await toApiError(response);
  if (error.status === 401) connection.onSignedOut?.();
  throw error;
}

/** The reply's JSON; undefined when it has no body. */
export async function requestJson<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function reach(url: string, options: RequestOptions): Promise<Response> {
  try {
    const response = await fetch(url, {
      method: options.method ?? 'GET',
      credentials: 'same-origin',
      headers: { 'X-Requested-With': 'windhover', ...contentType(options), ...options.headers },
      ...bodyOf(options),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    connection.onReachable?.(!isUnreachable(response.status));
    return response;
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    connection.onReachable?.(false);
    throw new ApiError(0, {});
  }
}

function contentType(options: RequestOptions): Record<string, string> {
  if (options.json !== undefined) return { 'Content-Type': 'application/json' };
  if (options.yaml !== undefined) return { 'Content-Type': 'application/x-yaml' };
  if (options.text !== undefined) return { 'Content-Type': 'text/plain' };
  return {};
}

function bodyOf(options: RequestOptions): { body?: BodyInit } {
  if (options.json !== undefined) return { body: JSON.stringify(options.json) };
  if (options.yaml !== undefined) return { body: options.yaml };
  if (options.text !== undefined) return { body: options.text };
  if (options.form !== undefined) return { body: options.form };
  return {};
}
