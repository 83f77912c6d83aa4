/** A Windhover in this process: store, executor, worker, HTTP, or what is asked of these. */
import { endLeftoverProcesses } from '@windhover/plugin-script';
import { openMeters, startManagementServer, startServer, type OpenMeters } from '@windhover/server';
import { isSetUp, prepareInstance } from '@windhover/services';
import { CommandFailed } from '../command.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { meterSettings } from '../configuration/meter-settings.ts';
import { managementSettings, toServerSettings } from '../configuration/server-settings.ts';
import { commit, version } from '../version.ts';
import { holdInstance, type HeldInstance } from './hold-instance.ts';
import type { Logger } from './logger.ts';
import { openPasswordResets } from './open-password-resets.ts';
import { tellConfinement } from './tell-confinement.ts';
import { openUi } from './ui-files.ts';

export interface ServerParts {
  /** Whether it serves the API, and the web application. Without, it answers for its health alone. */
  readonly api: boolean;
  /** Whether it takes its share of the executions and triggers. */
  readonly takesShare: boolean;
}

/** One server that does everything. */
export const allParts: ServerParts = { api: true, takesShare: true };

export interface StartOptions {
  readonly configuration: Configuration;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly logger: Logger;
  /** Least level of the server's own log lines, pino's words. */
  readonly serverLogLevel: string;
  readonly workerThreads?: number | undefined;
  /** Default: {@link allParts}. */
  readonly parts?: ServerParts;
  /** Whether the web application is served, and built where it is missing. */
  readonly ui: boolean;
  /** The instance can promise nothing any more and is to be ended. */
  onBroken(error: Error): void;
}

export interface Windhover {
  /** `http://host:port`, with the context path, without a slash at its end; undefined without the API. */
  readonly url: string | undefined;
  /** `http://host:port/health`; undefined where the configuration has no such port. */
  readonly healthUrl: string | undefined;
  readonly dataDirectory: string;
  /** What a stranger must send to make the first user; undefined when there is one. */
  readonly setupToken: string | undefined;
  /** Takes no new work, waits for what runs, closes everything. Idempotent. */
  stop(): Promise<void>;
}

/** Resolves when the ports are open. Throws what keeps it from starting; nothing is left behind then. */
export async function startWindhover(options: StartOptions): Promise<Windhover> {
  const { logger, parts = allParts } = options;
  const ended = await endLeftoverProcesses();
  if (ended > 0) logger.info(`Ended ${ended} script processes that a killed server had left`);
  const takesShare = parts.takesShare ? 'always' : 'never';
  const isRead = managementSettings(options.configuration) !== undefined;
  const meters = isRead ? await openMeters(meterSettings(options.configuration)) : undefined;
  const instance = await holdInstance({ ...options, role: 'server', takesShare, owner: 'server', meters });
  try {
    return await (parts.api ? openPorts(instance, options, meters) : openHealth(instance, options, meters));
  } catch (error) {
    await instance.close();
    throw portError(error, options.configuration) ?? error;
  }
}

async function openPorts(
  instance: HeldInstance,
  options: StartOptions,
  meters: OpenMeters | undefined,
): Promise<Windhover> {
  const { deps, dataDirectory, confinement, close } = instance;
  const { configuration, logger } = options;
  logger.info(`Data directory: ${dataDirectory}`);
  const [{ warnings, basicAuthErrors }, scripts] = await Promise.all([
    prepareInstance(deps),
    tellConfinement(confinement, logger),
  ]);
  for (const warning of warnings) logger.warn(warning);
  const settings = toServerSettings(configuration, {
    scripts,
    tenancy: deps.settings.tenancy,
    version,
    commit,
    basicAuthErrors,
    logLevel: options.serverLogLevel,
  });
  const ui = options.ui ? openUi(logger) : undefined;
  const passwordResets = openPasswordResets(deps, configuration, logger);
  const server = await startServer({ deps, settings, ui, meters, passwordResets }).catch((error: unknown) => {
    ui?.stop();
    throw error;
  });
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    ui?.stop();
    await server.close();
    await close();
  };
  return {
    url: `http://${hostInUrl(settings.host)}:${server.port}${settings.contextPath}`,
    healthUrl: server.managementPort === undefined ? undefined : healthUrl(settings.host, server.managementPort),
    dataDirectory,
    setupToken: (await isSetUp(deps)) ? undefined : server.setupToken,
    stop: () => (stopping ??= stop()),
  };
}

/** For what works on the store alone. */
async function openHealth(
  { deps, dataDirectory, confinement, close }: HeldInstance,
  { configuration, logger, parts }: StartOptions,
  meters: OpenMeters | undefined,
): Promise<Windhover> {
  if (parts?.takesShare === true) await tellConfinement(confinement, logger);
  const host = configuration.get('text', 'micronaut.server.host');
  const settings = managementSettings(configuration);
  const health = settings && (await startManagementServer({ ...settings, host, version, commit, meters }, deps));
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await health?.close();
    await close();
  };
  return {
    url: undefined,
    healthUrl: health && healthUrl(host, health.port),
    dataDirectory,
    setupToken: undefined,
    stop: () => (stopping ??= stop()),
  };
}

function healthUrl(host: string, port: number): string {
  return `http://${hostInUrl(host)}:${port}/health`;
}

/** Every address is reached through the local one. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function portError(error: unknown, configuration: Configuration): Error | undefined {
  const { code, port } = error as { code?: unknown; port?: unknown };
  if (code !== 'EADDRINUSE') return undefined;
  const isManagement = port === configuration.get('number', 'endpoints.all.port');
  const key = isManagement ? 'endpoints.all.port' : 'micronaut.server.port (or --port)';
  return new CommandFailed(`Port ${String(port)} is in use: stop what listens there, or choose another with ${key}`, {
    cause: error,
  });
}
