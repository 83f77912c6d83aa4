/** The configuration of backends outside: files and secrets of the instance, addresses that tenants may name, tries. */
import { deniableServices, type ErrorProblem, type JsonObject } from '@windhover/model';
import { readMinioSettings, readS3Settings, type ReadSettings } from '@windhover/files-s3';
import { networkInterfaces } from 'node:os';
import { readVaultSettings, type Retries } from '@windhover/secrets-vault';
import {
  tenantAddressCheck,
  wrongRanges,
  type InstanceIsolation,
  type Rate,
  type TenantAddresses,
} from '@windhover/services';
import type { Configuration } from './configuration.ts';
import { isShared } from './shared-instance.ts';
import { valueAt } from './settings-tree.ts';

const secretTypes: readonly string[] = ['jdbc', 'vault'];
const vaultNames = [
  'address',
  'namespace',
  'root-engine',
  'secret-path-prefix',
  'token.token',
  'app-role.path',
  'app-role.role-id',
  'app-role.secret-id',
  'password.user',
  'password.password',
];
const rangeKeys = ['kestra.http.allowed-addresses', 'kestra.http.blocked-addresses'] as const;

export function secretType(configuration: Configuration): string {
  return (configuration.find('text', 'kestra.secret.type') ?? 'jdbc').toLowerCase();
}

export type StorageType = 'local' | 's3' | 'minio';

const storageReaders = { s3: readS3Settings, minio: readMinioSettings } as const;
const storageNames = {
  s3: ['bucket', 'region', 'endpoint', 'access-key', 'secret-key', 'force-path-style'],
  minio: ['bucket', 'region', 'endpoint', 'port', 'secure', 'access-key', 'secret-key', 'vhost', 'part-size'],
} as const;

/** Where files lie; `local` also for what `checkBackends` refuses. */
export function storageType(configuration: Configuration): StorageType {
  const type = configuration.find('text', 'kestra.storage.type')?.toLowerCase();
  return type === 's3' || type === 'minio' ? type : 'local';
}

/** `kestra.storage.s3.*` or `kestra.storage.minio.*`, read. */
export function storageSettings(configuration: Configuration, type: 's3' | 'minio'): ReadSettings {
  return storageReaders[type](given(configuration, `kestra.storage.${type}`, storageNames[type]));
}

/** Backends that others know and we do not: secrets stay where they are then. */
export function backendWarnings(configuration: Configuration): readonly string[] {
  const type = secretType(configuration);
  if (secretTypes.includes(type)) return [];
  return [
    `kestra.secret.type: '${type}' is not supported yet, secrets are kept in the database; known are ${secretTypes.join(', ')}`,
  ];
}

/** `kestra.secret.vault.*` as tenants would write it. */
export function vaultConfiguration(configuration: Configuration): JsonObject {
  return given(configuration, 'kestra.secret.vault', vaultNames);
}

export function retries(configuration: Configuration): Retries {
  return {
    attempts: configuration.get('number', 'kestra.retries.attempts'),
    delayMs: configuration.get('duration', 'kestra.retries.delay'),
    maxDelayMs: configuration.find('duration', 'kestra.retries.max-delay'),
    multiplier: configuration.get('number', 'kestra.retries.multiplier'),
  };
}

/**
 * Where tasks, triggers and backends of tenants may connect to. In single mode one team owns the instance: what it names is open unless it is
 * closed by name.
 */
export function tenantAddresses(configuration: Configuration): TenantAddresses {
  return tenantAddressCheck({
    allowsPrivate: !isShared(configuration),
    allowed: configuration.get('list', 'kestra.http.allowed-addresses'),
    blocked: configuration.get('list', 'kestra.http.blocked-addresses'),
    own: Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address)),
  });
}

/** More than a flow that works needs; it stops one that asks in a loop. */
const sharedRequests = 6_000;

/** Requests of a tenant to servers outside. */
export function outboundRate(configuration: Configuration): Rate {
  const path = 'kestra.http.rate-limit';
  const byDefault = isShared(configuration) ? sharedRequests : 0;
  return {
    maxRequests: configuration.find('number', `${path}.max-requests`) ?? byDefault,
    windowMs: configuration.get('duration', `${path}.window`),
  };
}

export function instanceIsolation(configuration: Configuration): InstanceIsolation {
  const denied = (what: 'secret' | 'storage'): readonly string[] =>
    configuration.get('boolean', `kestra.${what}.isolation.enabled`) ? deniedServices(configuration, what) : [];
  return { secret: denied('secret'), storage: denied('storage') };
}

function deniedServices(configuration: Configuration, what: 'secret' | 'storage'): readonly string[] {
  return configuration.get('list', `kestra.${what}.isolation.denied-services`).map((name) => name.toUpperCase());
}

export function checkBackends(configuration: Configuration): string[] {
  return [
    ...checkStorage(configuration),
    ...checkSecrets(configuration),
    ...checkDeniedServices(configuration),
    ...checkRanges(configuration),
  ];
}

function checkStorage(configuration: Configuration): string[] {
  const type = storageType(configuration);
  if (type === 'local') return [];
  const read = storageSettings(configuration, type);
  return 'problems' in read ? inKebabCase(`kestra.storage.${type}`, read.problems) : [];
}

function checkSecrets(configuration: Configuration): string[] {
  if (secretType(configuration) !== 'vault') return [];
  const read = readVaultSettings(vaultConfiguration(configuration));
  return 'problems' in read ? inKebabCase('kestra.secret.vault', read.problems) : [];
}

/** One that is misspelt would keep nobody away. */
function checkDeniedServices(configuration: Configuration): string[] {
  const known: readonly string[] = deniableServices;
  return (['secret', 'storage'] as const).flatMap((what) =>
    deniedServices(configuration, what)
      .filter((name) => !known.includes(name))
      .map((name) => `kestra.${what}.isolation.denied-services: '${name}' is unknown; known are ${known.join(', ')}`),
  );
}

function checkRanges(configuration: Configuration): string[] {
  return rangeKeys.flatMap((path) =>
    wrongRanges(configuration.get('list', path)).map(
      (range) => `${path}: '${range}' is no range of addresses such as 10.1.0.0/16`,
    ),
  );
}

function given(configuration: Configuration, path: string, names: readonly string[]): JsonObject {
  const values = names.map((name) => [name, valueAt(configuration.tree, `${path}.${name}`.split('.'))] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null)) as JsonObject;
}

function inKebabCase(path: string, problems: readonly ErrorProblem[]): string[] {
  const kebab = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return problems.map((problem) => `${path}.${kebab(problem.path ?? '')}: ${problem.message}`);
}
