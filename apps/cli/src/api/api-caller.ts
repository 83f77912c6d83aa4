/** Calls a running server with the API options of the command line. */
import { CommandFailed, UsageError, type CommandInput } from '../command.ts';

export interface ApiReply {
  readonly status: number;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  readonly bytes: Uint8Array;
}

export interface ApiRequest {
  readonly contentType?: string;
  readonly body?: string | FormData;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the failure message says could not be parsed: `flow` gives “Unable to parse flows …”. */
  readonly resource: string;
}

export interface ApiCaller {
  /** `path` stands below `/api/v1` and the tenant's segment. Rejects with `CommandFailed` unless the reply is 2xx. */
  request(method: string, path: string, request: ApiRequest): Promise<ApiReply>;
  /** What a live reply tells, until its end. Rejects as `request` does. */
  events(path: string, request: Pick<ApiRequest, 'resource'>): AsyncIterable<unknown>;
}

export function createApiCaller(input: CommandInput): ApiCaller {
  const tenant = input.text('tenant');
  const base = `${(input.text('server') ?? '').replace(/\/+$/, '')}/api/v1${tenant === undefined ? '' : `/${encodeURIComponent(tenant)}`}`;
  const headers = { ...namedHeaders(input.list('headers')), ...authorization(input) };
  const send = async (method: string, path: string, { contentType, body, headers: own, resource }: ApiRequest) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { ...headers, ...(contentType === undefined ? {} : { 'content-type': contentType }), ...own },
      ...(body === undefined ? {} : { body }),
    }).catch((cause: unknown) => {
      throw new CommandFailed(`The server at '${base}' cannot be reached: ${reasonOf(cause)}`, { cause });
    });
    if (!response.ok) throw new CommandFailed(failureText(resource, response.status, parsed(await response.text())));
    return response;
  };
  return {
    async request(method, path, request) {
      const response = await send(method, path, request);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const text = new TextDecoder().decode(bytes);
      return { status: response.status, text, json: parsed(text), bytes };
    },
    async *events(path, request) {
      const { body } = await send('GET', path, request);
      if (body === null) return;
      let rest = '';
      for await (const text of body.pipeThrough(new TextDecoderStream())) {
        const lines = `${rest}${text}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line.startsWith('data:')) yield parsed(line.slice('data:'.length));
      }
    },
  };
}

function authorization(input: CommandInput): Record<string, string> {
  const token = input.text('apiToken');
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  const user = input.text('user');
  if (user === undefined) return {};
  if (!user.includes(':')) throw new UsageError("Invalid value for option '--user': '<user:password>' is expected");
  return { authorization: `Basic ${Buffer.from(user).toString('base64')}` };
}

function namedHeaders(headers: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    headers.map((header) => {
      const equals = header.indexOf('=');
      if (equals < 1) throw new UsageError(`Invalid value for option '--headers': '${header}' is not <name=value>`);
      return [header.slice(0, equals), header.slice(equals + 1)];
    }),
  );
}

function failureText(resource: string, status: number, json: unknown): string {
  const body = json as
    | { message?: unknown; _embedded?: { errors?: { message?: unknown; path?: unknown }[] } }
    | undefined;
  const message = typeof body?.message === 'string' ? body.message : `The server answered ${status}`;
  const single = (body?._embedded?.errors ?? []).map(({ message: text, path }) =>
    typeof path === 'string' && path !== '' ? `${path}: ${String(text)}` : String(text),
  );
  const isTold = single.length === 1 && message.endsWith(single[0] ?? '');
  const lines = [message, ...(isTold ? [] : single)].map((line) => `\t- ${line}`);
  return [`\tUnable to parse ${resource}s due to the following error:`, ...lines].join('\n');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // YAML, a file, nothing
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
}
