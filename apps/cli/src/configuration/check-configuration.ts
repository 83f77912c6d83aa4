/** What must hold before anything starts, beyond the type of each value. All problems are told, not the first. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkAllowedPlugins } from './allowed-plugins.ts';
import { checkBackends } from './backend-settings.ts';
import { checkConfinement } from './confinement-settings.ts';
import type { Configuration } from './configuration.ts';
import { checkDatabase, usesPostgres } from './database-settings.ts';
import { checkInstanceDefaults } from './instance-defaults.ts';
import { checkSignOnProviders } from './sign-on-providers.ts';
import { storageLayout, taskFolder } from './storage-layout.ts';

const storageTypes: readonly string[] = ['local', 's3', 'minio'];

export function checkConfiguration(configuration: Configuration): string[] {
  return [
    ...checkRequired(configuration),
    ...checkDatabase(configuration),
    ...checkStorage(configuration),
    ...checkBackends(configuration),
    ...checkConfinement(configuration),
    ...checkTenancy(configuration),
    ...checkSecretKey(configuration),
    ...checkSignOnProviders(configuration),
    ...checkLiveness(configuration),
    ...checkInstanceDefaults(configuration),
    ...checkAllowedPlugins(configuration),
  ];
}

/** That a server which does a part of the work can have others beside it. */
export function checkShared(configuration: Configuration, role: string): string[] {
  if (usesPostgres(configuration)) return [];
  return [
    `'server ${role}' works with a database that servers share: set kestra.repository.type to 'postgres', or use 'server standalone', which does everything`,
  ];
}

/** That the folders can be made and written to. Makes them. */
export function checkFolders(configuration: Configuration, workingDirectory: string): string[] {
  const { dataDirectory, storageDirectory } = storageLayout(configuration, workingDirectory);
  return [
    ...checkWritable('database folder', dataDirectory),
    ...checkWritable('storage folder (kestra.storage.local.base-path)', storageDirectory),
    ...checkWritable('temporary folder (kestra.tasks.tmp-dir.path)', taskFolder(configuration)),
  ];
}

function checkRequired(configuration: Configuration): string[] {
  return ['kestra.queue.type', 'kestra.repository.type', 'kestra.storage.type']
    .filter((path) => !configuration.has(path))
    .map((path) => `Server configuration requires the '${path}' property to be defined.`);
}

function checkStorage(configuration: Configuration): string[] {
  const problems: string[] = [];
  const storage = configuration.find('text', 'kestra.storage.type')?.toLowerCase();
  if (storage !== undefined && !storageTypes.includes(storage)) {
    problems.push(`kestra.storage.type: '${storage}' is not supported: use one of ${storageTypes.join(', ')}`);
  }
  const isMemory = configuration.find('text', 'kestra.repository.type')?.toLowerCase() === 'memory';
  if (storage === 'local' && !isMemory && !configuration.has('kestra.storage.local.base-path')) {
    problems.push("kestra.storage.local.base-path is required by storage type 'local'");
  }
  return problems;
}

function checkTenancy(configuration: Configuration): string[] {
  const enabled = configuration.get('boolean', 'kestra.ee.tenants.enabled');
  const defaultTenant = configuration.get('boolean', 'kestra.ee.tenants.default-tenant');
  if (enabled || defaultTenant) return [];
  return [
    "'kestra.ee.tenants.enabled: false' with 'kestra.ee.tenants.default-tenant: false' leaves no tenant: an instance needs at least one reachable tenant, so set one of the two to true",
  ];
}

function checkSecretKey(configuration: Configuration): string[] {
  const key = configuration.find('text', 'kestra.encryption.secret-key');
  if (key === undefined || Buffer.from(key, 'base64').length === 32) return [];
  return ['kestra.encryption.secret-key: base64 of exactly 32 bytes is expected'];
}

function checkLiveness(configuration: Configuration): string[] {
  const intervalMs = configuration.get('duration', 'kestra.server.liveness.heartbeat-interval');
  const timeoutMs = configuration.get('duration', 'kestra.server.liveness.timeout');
  if (intervalMs < timeoutMs) return [];
  return [
    `kestra.server.liveness.heartbeat-interval (${intervalMs} ms) must be below kestra.server.liveness.timeout (${timeoutMs} ms)`,
  ];
}

function checkWritable(what: string, folder: string): string[] {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return [];
  } catch {
    const blocking = existsSync(folder) ? folder : dirname(folder);
    return [`The ${what} '${folder}' cannot be written to: check the permissions of '${blocking}'`];
  }
}
