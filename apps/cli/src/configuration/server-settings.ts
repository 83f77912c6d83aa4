/** The configuration as the HTTP side is given it. */
import type { ConfinementReport } from '@windhover/confinement-linux';
import { tenancyMode, type TenancySettings } from '@windhover/model';
import type { RateSettings, ServerSettings } from '@windhover/server';
import type { Rate } from '@windhover/services';
import { secretType } from './backend-settings.ts';
import type { Configuration } from './configuration.ts';
import { isMap } from './settings-tree.ts';
import { signOnProviders } from './sign-on-providers.ts';

export interface ServerSettingsInputs {
  readonly tenancy: TenancySettings;
  readonly version: string;
  /** From which the program was built, where that is known. */
  readonly commit?: string | undefined;
  /** What is wrong with the account of the configuration file. */
  readonly basicAuthErrors: readonly string[];
  /** What keeps script tasks apart, and what they reach. */
  readonly scripts: ConfinementReport;
  /** Least level of request logs, pino's words. */
  readonly logLevel: string;
}

/** What one tenant may send at most when it shares the server with others, unless the configuration says otherwise. */
const sharedRequestBytes = 1024 ** 3;
const sharedFileBytes = 100 * 1024 ** 2;
/** Calls of webhooks a minute, where tenants share the server. */
const sharedFlowCalls = 3_000;
const sharedTenantCalls = 6_000;

export function toServerSettings(configuration: Configuration, inputs: ServerSettingsInputs): ServerSettings {
  const isShared = tenancyMode(inputs.tenancy) !== 'single';
  const sizeOf = (path: string, sharedBytes: number): number =>
    isShared && !configuration.has(path) ? sharedBytes : configuration.get('size', path);
  return {
    host: configuration.get('text', 'micronaut.server.host'),
    port: configuration.get('number', 'micronaut.server.port'),
    contextPath: contextPath(configuration),
    ...management(configuration),
    maxRequestSizeBytes: sizeOf('micronaut.server.max-request-size', sharedRequestBytes),
    maxFileSizeBytes: sizeOf('micronaut.server.multipart.max-file-size', sharedFileBytes),
    maxHeaderSizeBytes: configuration.get('size', 'micronaut.server.netty.max-header-size'),
    idleTimeoutMs: configuration.get('duration', 'micronaut.server.idle-timeout'),
    corsOrigins: corsOrigins(configuration),
    trustedProxies: [],
    realm: configuration.get('text', 'kestra.server.basic-auth.realm'),
    version: inputs.version,
    ...(inputs.commit === undefined ? {} : { commit: inputs.commit }),
    accessLog: configuration.get('boolean', 'micronaut.server.netty.access-logger.enabled'),
    logLevel: inputs.logLevel,
    checkReplies: false,
    ...environment(configuration),
    rates: rates(configuration, isShared),
    preview: {
      initialRows: configuration.get('number', 'kestra.server.preview.initial-rows'),
      maxRows: configuration.get('number', 'kestra.server.preview.max-rows'),
    },
    about: {
      repositoryType: configuration.find('text', 'kestra.repository.type') ?? 'h2',
      queueType: configuration.find('text', 'kestra.queue.type') ?? 'h2',
      storageType: configuration.find('text', 'kestra.storage.type') ?? 'local',
      secretType: secretType(configuration),
      durability: 'strict',
      isolation: inputs.scripts.isolation,
      network: inputs.scripts.network,
      gaps: [...inputs.scripts.reasons, ...inputs.scripts.gaps],
      privateAddresses: isShared ? 'blocked' : 'allowed',
    },
    signOnProviders: signOnProviders(configuration),
    logoutByGet: configuration.get('boolean', 'micronaut.security.endpoints.logout.get-allowed'),
    basicAuthErrors: inputs.basicAuthErrors,
  };
}

function rates(configuration: Configuration, isShared: boolean): RateSettings {
  const rateOf = (path: string, sharedRequests: number): Rate => {
    const maxRequests = configuration.find('number', `${path}.max-requests`) ?? (isShared ? sharedRequests : 0);
    return { maxRequests, windowMs: configuration.get('duration', `${path}.window`) };
  };
  return {
    client: rateOf('kestra.server.rate-limit.client', 0),
    tenant: rateOf('kestra.server.rate-limit.tenant', 0),
    webhooks: {
      flow: rateOf('kestra.webhooks.rate-limit.flow', sharedFlowCalls),
      tenant: rateOf('kestra.webhooks.rate-limit.tenant', sharedTenantCalls),
    },
  };
}

/** `''`, or with a slash at its start and none at its end. */
function contextPath(configuration: Configuration): string {
  const path = (configuration.find('text', 'micronaut.server.context-path') ?? '').replaceAll(/^\/+|\/+$/g, '');
  return path === '' ? '' : `/${path}`;
}

function management(configuration: Configuration): Pick<ServerSettings, 'management'> {
  const settings = managementSettings(configuration);
  return settings === undefined ? {} : { management: settings };
}

/** Undefined where the management port is switched off. */
export function managementSettings(configuration: Configuration): ServerSettings['management'] {
  if (!configuration.get('boolean', 'endpoints.all.enabled')) return undefined;
  const username = configuration.find('text', 'endpoints.all.basic-auth.username');
  const password = configuration.find('text', 'endpoints.all.basic-auth.password');
  return {
    port: configuration.get('number', 'endpoints.all.port'),
    ...(username && password ? { basicAuth: { username, password } } : {}),
  };
}

/** Exact origins of every CORS configuration. */
function corsOrigins(configuration: Configuration): readonly string[] {
  if (!configuration.get('boolean', 'micronaut.server.cors.enabled')) return [];
  const configurations = configuration.get('map', 'micronaut.server.cors.configurations');
  return Object.values(configurations).flatMap((one) => {
    const origins = isMap(one) ? (one['allowed-origins'] ?? one['allowedOrigins']) : undefined;
    return Array.isArray(origins) ? origins.filter((origin) => typeof origin === 'string') : [];
  });
}

function environment(configuration: Configuration): Pick<ServerSettings, 'environment'> {
  const name = configuration.find('text', 'kestra.environment.name');
  const color = configuration.find('text', 'kestra.environment.color');
  if (name === undefined && color === undefined) return {};
  return { environment: { ...(name !== undefined && { name }), ...(color !== undefined && { color }) } };
}
