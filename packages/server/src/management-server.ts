/** The second port: up or down for anyone who reaches it, and figures for whoever may read them. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TooManyRequests } from '@windhover/model';
import { FailedAddresses, type Deps } from '@windhover/services';
import { mayReadFigures, type FigureCredentials } from './meters/may-read-figures.ts';
import type { OpenMeters } from './meters/open-meters.ts';

export interface ManagementServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ManagementOptions {
  readonly host: string;
  readonly port: number;
  /** With which figures are read from elsewhere; absent: from this machine alone. */
  readonly basicAuth?: FigureCredentials | undefined;
  /** What `/info` says. */
  readonly version: string;
  readonly commit?: string | undefined;
  /** Absent: nothing is counted here. */
  readonly meters?: OpenMeters | undefined;
}

interface Answer {
  readonly status: number;
  /** A text is sent as it is. */
  readonly body: object | string;
  readonly contentType?: string;
  readonly retryAfterSeconds?: number;
}

type ManagementDeps = Pick<Deps, 'store' | 'clock'>;

const notFound: Answer = { status: 404, body: { message: 'Not Found' } };

/** Health answers 503 while the store does not answer; the process as such is alive then. */
export async function startManagementServer(
  options: ManagementOptions,
  deps: ManagementDeps,
): Promise<ManagementServer> {
  const failed = new FailedAddresses();
  const server = createServer((request, response) => {
    answerTo(request, options, deps, failed).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, refusal(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closeServer(server) };
}

async function answerTo(
  request: IncomingMessage,
  options: ManagementOptions,
  deps: ManagementDeps,
  failed: FailedAddresses,
): Promise<Answer> {
  const url = URL.parse(request.url ?? '/', 'http://management');
  if (url === null) return notFound;
  const { pathname, searchParams } = url;
  switch (pathname) {
    case '/health/liveness':
      return { status: 200, body: { status: 'UP' } };
    case '/health':
    case '/health/readiness':
      return isUp(deps).then(
        () => ({ status: 200, body: { status: 'UP' } }),
        () => ({ status: 503, body: { status: 'DOWN' } }),
      );
  }
  const isOfFigures = ['/prometheus', '/metrics', '/info'].includes(pathname) || pathname.startsWith('/metrics/');
  if (!isOfFigures) return notFound;
  switch (mayReadFigures(request, { credentials: options.basicAuth, failed, now: deps.clock.monotonic() })) {
    case 'hidden':
      return notFound;
    case 'unauthenticated':
      return { status: 401, body: { message: 'Unauthorized' } };
    case 'allowed':
      return figures(pathname, searchParams, options);
  }
}

async function figures(
  pathname: string,
  query: URLSearchParams,
  { meters, version, commit }: ManagementOptions,
): Promise<Answer> {
  if (pathname === '/info') {
    const git = commit === undefined ? {} : { git: { commit: { id: commit } } };
    return { status: 200, body: { build: { name: 'windhover', version }, ...git } };
  }
  if (meters === undefined) return notFound;
  if (pathname === '/prometheus') {
    const { text, contentType } = await meters.text();
    return { status: 200, body: text, contentType };
  }
  if (pathname === '/metrics') return { status: 200, body: { names: await meters.names() } };
  const name = decoded(pathname.slice('/metrics/'.length));
  const reading = name === undefined ? undefined : await meters.read(name, tagsOf(query));
  return reading === undefined ? notFound : { status: 200, body: reading };
}

/** `?tag=state:FAILED`, repeated; split at the first colon. */
function tagsOf(query: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries(
    query.getAll('tag').map((text) => {
      const colon = text.indexOf(':');
      return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
    }),
  );
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // No meter has such a name
  }
}

function refusal(error: unknown): Answer {
  if (!(error instanceof TooManyRequests)) return { status: 500, body: { message: 'Internal Server Error' } };
  const { status, message, facts } = error;
  return { status, body: { message }, retryAfterSeconds: facts.retryAfterSeconds };
}

function send(
  response: ServerResponse,
  { status, body, contentType = 'application/json', retryAfterSeconds }: Answer,
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="management"' } : {}),
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The store answers. */
async function isUp({ store }: Pick<Deps, 'store'>): Promise<void> {
  await store.getSetting('instance.id');
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
