/** Puts the HTTP side together and opens its ports. */
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastifyCookie from '@fastify/cookie';
import fastifyMultipart from '@fastify/multipart';
import { openApiDocument, readQuery } from '@windhover/contract';
import { NotFound, Unauthenticated, UriTooLong } from '@windhover/model';
import {
  AccessControl,
  Authenticator,
  createPluginDocuments,
  DenialLog,
  RepeatableCalls,
  type Deps,
  type PasswordResets,
} from '@windhover/services';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import { identify } from './admission.ts';
import { allowOrigins } from './allow-origins.ts';
import { sendError } from './error-reply.ts';
import type { ServerContext } from './handler.ts';
import { handlers } from './handlers.ts';
import { startManagementServer } from './management-server.ts';
import { meterRequests } from './meters/meter-requests.ts';
import type { OpenMeters } from './meters/open-meters.ts';
import { toOperations } from './operation.ts';
import { noteDenial } from './note-denial.ts';
import { OpenStreams } from './open-streams.ts';
import { OpenRequests } from './open-requests.ts';
import { RateLimits } from './rate-limits.ts';
import { registerOperation } from './register-operation.ts';
import { securityHeaders } from './security-headers.ts';
import { serveUi, type UiFiles } from './serve-ui.ts';
import type { ServerSettings } from './server-settings.ts';
import { OpenIdProvider } from './sign-on/open-id-provider.ts';
import { PendingSignOns } from './sign-on/pending-sign-ons.ts';
import { requestTarget } from './tenant-path.ts';
import { keepTenantSegment } from './tenant-segment.ts';
import { isOfWorker, serveWorkers } from './worker-connections.ts';

export interface StartServer {
  readonly deps: Deps;
  readonly settings: ServerSettings;
  readonly ui?: UiFiles | undefined;
  /** Absent: nothing is counted. */
  readonly meters?: OpenMeters | undefined;
  /** New passwords by mail, where there is a mail server. */
  readonly passwordResets?: PasswordResets | undefined;
}

export interface RunningServer {
  readonly address: string;
  readonly port: number;
  readonly managementPort?: number;
  /** What a stranger needs for the first setup; worth printing while there is no user. */
  readonly setupToken: string;
  /** Stops accepting, lets requests under way end, then closes. Idempotent. */
  close(): Promise<void>;
}

const maxUrlLength = 8_192;
/** How long requests under way may take once the server stops. */
const graceMs = 10_000;

/** Resolves when the ports are open; rejects when one is taken or a route declares no access. */
export async function startServer({ deps, settings, ui, meters, passwordResets }: StartServer): Promise<RunningServer> {
  const access = new AccessControl(deps);
  const authenticator = new Authenticator(deps, access);
  const setupToken = Buffer.from(deps.ids.random(24)).toString('base64url');
  const plugins = createPluginDocuments(deps.catalog);
  const rates = new RateLimits(settings.rates);
  const providers = new Map(settings.signOnProviders.map((provider) => [provider.name, new OpenIdProvider(provider)]));
  const pendingSignOns = new PendingSignOns(deps);
  const denials = new DenialLog(deps);
  const repeatable = new RepeatableCalls(deps);
  const server: ServerContext = {
    deps,
    settings,
    access,
    authenticator,
    setupToken,
    plugins,
    providers,
    pendingSignOns,
    rates,
    repeatable,
    streams: new OpenStreams(),
    passwordResets,
    denials,
  };

  const app = createApp(deps, settings);
  const open = new OpenRequests(app.server);
  if (meters !== undefined) meterRequests(app, open, meters);
  const endWorkers = serveWorkers(app.server, deps);
  await registerEverything(app, server, ui);
  await app.listen({ host: settings.host, port: settings.port });
  const management =
    settings.management === undefined
      ? undefined
      : await startManagementServer({ ...settings, ...settings.management, meters }, deps);

  const { address, port } = app.server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    // They know to come back
    endWorkers();
    await Promise.all([app.close(), open.drain(graceMs), management?.close()]);
    authenticator.close();
    access.close();
    await repeatable.close();
    await denials.close();
  };
  return {
    address,
    port,
    setupToken,
    ...(management === undefined ? {} : { managementPort: management.port }),
    close: () => (closing ??= close()),
  };
}

function createApp(deps: Deps, settings: ServerSettings): FastifyInstance {
  const rewriteUrl = (request: { url?: string | undefined }): string => {
    const { url, tenantSegment } = requestTarget(request.url ?? '/', settings.contextPath);
    keepTenantSegment(request, tenantSegment);
    return url;
  };
  const shouldUpgradeCallback = (request: IncomingMessage): boolean => isOfWorker(request, settings.contextPath);
  return fastify({
    rewriteUrl,
    bodyLimit: settings.maxRequestSizeBytes,
    // Not by a way of its own: a log that cannot be written ends nothing, which the program sees to
    logger: { level: settings.logLevel, stream: { write: (line: string) => void process.stdout.write(line) } },
    logController: new LogController({ disableRequestLogging: (request) => !settings.accessLog || isOfTheUi(request) }),
    genReqId: requestIds(deps),
    trustProxy: settings.trustedProxies.length === 0 ? false : [...settings.trustedProxies],
    forceCloseConnections: 'idle',
    requestTimeout: settings.idleTimeoutMs,
    connectionTimeout: settings.idleTimeoutMs,
    http: { maxHeaderSize: settings.maxHeaderSizeBytes, shouldUpgradeCallback },
    schemaController: { compilersFactory: { buildValidator: neverUsed, buildSerializer: neverUsed } },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1_000, querystringParser: readQuery },
    ...(settings.tls === undefined
      ? {}
      : { https: { ...settings.tls, maxHeaderSize: settings.maxHeaderSizeBytes, shouldUpgradeCallback } }),
  } as object);
}

/** Requests are checked by the contract's schemas: the framework need not load its compilers, half a megabyte of code. */
function neverUsed(): never {
  throw new Error('No route has a schema of the framework');
}

/** Ids of requests: unique to this server's run and cheap, since every request has one. */
function requestIds({ ids }: Pick<Deps, 'ids'>): () => string {
  const run = ids.next();
  let count = 0;
  return () => `${run}-${(count += 1)}`;
}

/** Files of the interface would drown what matters. */
function isOfTheUi(request: object): boolean {
  return (request as { url?: string }).url?.startsWith('/web/ui/') === true;
}

async function registerEverything(app: FastifyInstance, server: ServerContext, ui: UiFiles | undefined): Promise<void> {
  const { settings } = server;
  const headers = securityHeaders(settings.tls !== undefined);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id);
    done(request.originalUrl.length > maxUrlLength ? new UriTooLong({ maxLength: maxUrlLength }) : undefined);
  });
  allowOrigins(app, settings.corsOrigins);
  await app.register(fastifyCookie);
  app.removeAllContentTypeParsers();
  await app.register(fastifyMultipart, {
    limits: { parts: 1_000, fileSize: settings.maxFileSizeBytes, fieldSize: 10 * 1024 * 1024 },
  });
  // Operations read their bodies themselves, once the caller has been admitted
  app.addContentTypeParser('*', (_, __, done) => done(null));
  app.setErrorHandler(async (error, request, reply) => {
    await noteDenial(server, request, error);
    return sendError(error, request, reply, settings.realm);
  });
  app.setNotFoundHandler(async (request) => {
    // A stranger learns nothing of what exists below the API, not even that something does not
    const api = request.url.startsWith('/tenant') || request.url.startsWith('/instance');
    if (api && (await identify(server, request)) === undefined) throw new Unauthenticated({});
    throw new NotFound({ thing: 'page' });
  });
  for (const operation of toOperations(handlers)) {
    registerOperation(app, server, operation, { check: settings.checkReplies, streamHeaders: headers });
  }
  app.get('/web/ping', (_, reply) => reply.type('text/plain').send('pong'));
  serveDocument(app, server);
  await serveUi(app, ui, settings.contextPath);
}

/** The API's description, for the signed-in. */
function serveDocument(app: FastifyInstance, server: ServerContext): void {
  let text: string | undefined;
  for (const url of ['/instance/openapi.json', '/web/swagger/kestra.yml']) {
    app.get(url, async (request, reply) => {
      if ((await identify(server, request)) === undefined) throw new Unauthenticated({});
      text ??= JSON.stringify(openApiDocument(server.settings.version));
      // JSON is YAML: one text serves both addresses
      return reply.type(url.endsWith('.yml') ? 'application/yaml' : 'application/json').send(text);
    });
  }
}
