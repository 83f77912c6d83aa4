/** The configuration as use cases are given it. */
import { tenancyMode, type PermissionMap, type TenancySettings } from '@windhover/model';
import { environmentSecrets, type ServiceSettings, type TenantLimits } from '@windhover/services';
import { instanceIsolation } from './backend-settings.ts';
import { inBothSpellings } from './both-spellings.ts';
import type { Configuration } from './configuration.ts';
import { flowEnvironment } from './flow-environment.ts';
import { isShared } from './shared-instance.ts';

const sessionIdleMs = 8 * 3_600_000;

export interface SettingsInputs {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly encryptionKey: Uint8Array | undefined;
}

export function toServiceSettings(
  configuration: Configuration,
  { env, encryptionKey }: SettingsInputs,
): ServiceSettings {
  const password = 'kestra.security.basic-auth';
  const lockOut = 'kestra.security.login.failed-attempts';
  const longestSessionMs = configuration.get('duration', 'micronaut.security.token.cookie.cookie-max-age');
  const tenancy: TenancySettings = {
    enabled: configuration.get('boolean', 'kestra.ee.tenants.enabled'),
    defaultTenant: configuration.get('boolean', 'kestra.ee.tenants.default-tenant'),
    fallbackTenant: configuration.find('text', 'kestra.ee.tenants.fallback-tenant'),
    bindSuperadminCreator: configuration.get('boolean', 'kestra.ee.tenants.bind-superadmin-creator'),
    maxQueuedExecutions: configuration.get('number', 'kestra.ee.tenants.max-queued-executions'),
  };
  return {
    tenancy,
    limits: tenantLimits(configuration),
    environmentSecrets: environmentSecrets(
      env,
      tenancyMode(tenancy),
      configuration.get('list', 'kestra.secret.env.tenants'),
    ),
    secretsReadOnly: configuration.get('boolean', 'kestra.secret.read-only'),
    isolation: instanceIsolation(configuration),
    passwordPolicy: {
      minLength: configuration.get('number', `${password}.password-min-length`),
      requireSpecial: configuration.get('boolean', `${password}.password-require-special`),
      minDigits: configuration.get('number', `${password}.password-min-digits`),
      minLowerCase: configuration.get('number', `${password}.password-min-lower-case`),
      minUpperCase: configuration.get('number', `${password}.password-min-upper-case`),
      allowedSpecialCharacters: configuration.get('text', `${password}.password-allowed-special-characters`),
      regexp: configuration.find('text', `${password}.password-regexp`),
    },
    lockOut: {
      threshold: configuration.get('number', `${lockOut}.threshold`),
      windowMs: configuration.get('duration', `${lockOut}.monitoring-window`),
      lockMs: configuration.get('duration', `${lockOut}.lock-duration`),
    },
    session: { idleMs: Math.min(sessionIdleMs, longestSessionMs), absoluteMs: longestSessionMs },
    encryptionKey,
    variables: {
      globals: inBothSpellings(configuration.get('map', 'kestra.variables.globals')),
      envs: flowEnvironment(configuration, env),
    },
    recursiveRendering: configuration.get('boolean', 'kestra.variables.recursive-rendering'),
    kept: {
      fileRevisions: configuration.get('number', 'kestra.namespace-files.keep-revisions'),
      deletedFiles: configuration.get('number', 'kestra.namespace-files.keep-deleted'),
      kvRevisions: configuration.get('number', 'kestra.kv.keep-revisions'),
      secretVersions: configuration.get('number', 'kestra.secret.keep-versions'),
      triggerEvaluations: configuration.get('number', 'kestra.triggers.keep-evaluations'),
    },
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    url: configuration.find('text', 'kestra.url'),
    systemNamespace: configuration.get('text', 'kestra.system-flows.namespace'),
    hiddenLabelPrefixes: configuration.get('list', 'kestra.hidden-labels.prefixes'),
    invitationLifeMs: configuration.get('duration', 'kestra.security.invitations.expire-after'),
    apiTokenMaxAgeMs: configuration.find('duration', 'kestra.security.api-tokens.max-age'),
    minWebhookKeyLength: configuration.find('number', 'kestra.webhooks.min-key-length'),
    superAdmin: superAdmin(configuration),
    basicAuth: {
      username: configuration.find('text', 'kestra.server.basic-auth.username'),
      password: configuration.find('text', 'kestra.server.basic-auth.password'),
    },
    groupsClaimPath: configuration.find('text', 'kestra.security.oidc.groups-claim-path'),
    defaultRole: defaultRole(configuration),
  };
}

/** `instance-owner` is the newer name; it wins where both are given. */
function superAdmin(configuration: Configuration): ServiceSettings['superAdmin'] {
  const name = ['instance-owner', 'super-admin'].find((each) => configuration.has(`kestra.security.${each}.username`));
  if (name === undefined) return undefined;
  return {
    username: configuration.get('text', `kestra.security.${name}.username`),
    password: configuration.find('text', `kestra.security.${name}.password`),
    tenantAdminAccess: configuration.get('list', `kestra.security.${name}.tenant-admin-access`),
  };
}

function defaultRole(configuration: Configuration): ServiceSettings['defaultRole'] {
  const path = 'kestra.security.default-role';
  const name = configuration.find('text', `${path}.name`);
  if (name === undefined) return undefined;
  return {
    name,
    description: configuration.find('text', `${path}.description`),
    permissions: toPermissionMap(configuration.get('map', `${path}.permissions`)),
    tenantId: configuration.find('text', `${path}.tenant-id`),
  };
}

function toPermissionMap(permissions: Readonly<Record<string, unknown>>): PermissionMap {
  return Object.fromEntries(
    Object.entries(permissions).map(([resource, actions]) => [
      resource,
      (Array.isArray(actions) ? actions : String(actions).split(',')).map((action) => String(action).trim()),
    ]),
  );
}

/** More than the pages of a team hold open. */
const sharedStreams = 1_000;

function tenantLimits(configuration: Configuration): TenantLimits {
  const limits = 'kestra.ee.tenants.limits';
  return {
    kvPairs: configuration.get('number', `${limits}.kv-pairs`),
    secrets: configuration.get('number', `${limits}.secrets`),
    users: configuration.get('number', `${limits}.users`),
    storageBytes: configuration.get('number', `${limits}.storage-bytes`),
    logBytesPerDay: configuration.get('number', `${limits}.log-bytes-per-day`),
    streams: configuration.find('number', `${limits}.streams`) ?? (isShared(configuration) ? sharedStreams : 0),
  };
}
