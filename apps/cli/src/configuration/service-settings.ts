/** The configuration as use cases are given it. */
import type { ServiceSettings } from '@windhover/services';
import type { Configuration } from './configuration.ts';
import { flowEnvironment } from './flow-environment.ts';

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
  return {
    tenancy: {
      enabled: configuration.get('boolean', 'kestra.ee.tenants.enabled'),
      defaultTenant: configuration.get('boolean', 'kestra.ee.tenants.default-tenant'),
      fallbackTenant: configuration.find('text', 'kestra.ee.tenants.fallback-tenant'),
      bindSuperadminCreator: configuration.get('boolean', 'kestra.ee.tenants.bind-superadmin-creator'),
      maxQueuedExecutions: configuration.get('number', 'kestra.ee.tenants.max-queued-executions'),
    },
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
      globals: configuration.get('map', 'kestra.variables.globals'),
      envs: flowEnvironment(configuration, env),
      recursiveRendering: configuration.get('boolean', 'kestra.variables.recursive-rendering'),
    },
    url: configuration.find('text', 'kestra.url'),
    systemNamespace: configuration.get('text', 'kestra.system-flows.namespace'),
    hiddenLabelPrefixes: configuration.get('list', 'kestra.hidden-labels.prefixes'),
  };
}
