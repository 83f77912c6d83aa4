/** Where secrets and files are kept: the instance's backends, and those that tenants name. */
import type { ErrorProblem, JsonObject } from '@windhover/model';
import { openLocalFiles } from '@windhover/files-local';
import { openS3Files, readMinioSettings, readS3Settings, type ReadSettings } from '@windhover/files-s3';
import type { CrashAt, FileStore, SecretBackend } from '@windhover/ports';
import { openVault, readVaultSettings } from '@windhover/secrets-vault';
import {
  createSecretCache,
  guardedAgents,
  invalidSettings,
  tenantBackends,
  type AddressCheck,
  type Backends,
  type BackendKind,
  type Clock,
  type SecretCache,
} from '@windhover/services';
import { isIP } from 'node:net';
import {
  retries,
  secretType,
  storageSettings,
  storageType,
  tenantAddresses,
  vaultConfiguration,
} from '../configuration/backend-settings.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { StorageLayout } from '../configuration/storage-layout.ts';

export interface BackendsOptions {
  readonly configuration: Configuration;
  readonly layout: StorageLayout;
  readonly clock: Clock;
  readonly crashAt: CrashAt;
}

export interface OpenBackends {
  readonly backends: Backends;
  close(): Promise<void>;
}

export async function openBackends(options: BackendsOptions): Promise<OpenBackends> {
  const { configuration, layout, clock } = options;
  const instanceFiles = await openInstanceFiles(options);
  const files = tenantBackends<FileStore>({
    what: 'storage',
    instance: instanceFiles,
    kinds: {
      local: localFiles(layout),
      s3: tenantBucket(configuration, readS3Settings),
      minio: tenantBucket(configuration, readMinioSettings),
    },
  });
  const cache = secretCache(configuration, clock);
  const instance = instanceSecrets(configuration, cache);
  const secrets = tenantBackends<SecretBackend | undefined>({
    what: 'secret',
    instance,
    kinds: { jdbc: inTheStore, vault: tenantVault(configuration, cache) },
  });
  return {
    backends: { secrets, files },
    async close() {
      await files.close();
      await instanceFiles.close();
      await secrets.close();
      await instance?.close();
    },
  };
}

async function openInstanceFiles({ configuration, layout, crashAt }: BackendsOptions): Promise<FileStore> {
  const type = storageType(configuration);
  if (type === 'local') return openLocalFiles({ root: layout.storageDirectory, crashAt });
  const settings = checked(`kestra.storage.${type}`, storageSettings(configuration, type));
  return openS3Files({ settings, attempts: retries(configuration).attempts });
}

/** In the instance's folder, whatever the instance itself uses: a tenant names no folder of the machine. */
function localFiles(layout: StorageLayout): BackendKind<FileStore> {
  return {
    check: (values) =>
      Object.keys(values).map((path) => ({
        path,
        message: "is not for tenants: 'local' is the instance's own folder",
      })),
    open: async () => openLocalFiles({ root: layout.storageDirectory }),
  };
}

function tenantBucket(
  configuration: Configuration,
  read: (values: JsonObject) => ReadSettings,
): BackendKind<FileStore> {
  const open = tenantAddresses(configuration);
  return {
    check(values, addresses) {
      const found = read(values);
      if ('problems' in found) return found.problems;
      const { endpoint, credentials } = found.settings;
      if (credentials === undefined) return [{ path: 'accessKey', message: 'is missing' }];
      return endpoint === undefined ? [] : checkAddress('endpoint', endpoint, open(addresses));
    },
    open: (values, addresses) =>
      openS3Files({
        settings: checked('storageConfiguration', read(values)),
        attempts: retries(configuration).attempts,
        agents: guardedAgents(open(addresses)),
      }),
  };
}

/** Sealed, beside everything else: there is nothing to open. */
const inTheStore: BackendKind<undefined> = { check: () => [], open: async () => undefined };

/** Whoever runs the instance may name any address. */
function instanceSecrets(configuration: Configuration, cache: SecretCache | undefined): SecretBackend | undefined {
  if (secretType(configuration) !== 'vault') return undefined;
  const settings = checked('kestra.secret.vault', readVaultSettings(vaultConfiguration(configuration)));
  const vault = openVault({ settings, retries: retries(configuration) });
  return cache?.over(vault) ?? vault;
}

function tenantVault(configuration: Configuration, cache: SecretCache | undefined): BackendKind<SecretBackend> {
  const open = tenantAddresses(configuration);
  return {
    check(values, addresses) {
      const read = readVaultSettings(values);
      return 'problems' in read ? read.problems : checkAddress('address', read.settings.address, open(addresses));
    },
    async open(values, addresses) {
      const agents = guardedAgents(open(addresses));
      const vault = openVault({
        settings: checked('secretConfiguration', readVaultSettings(values)),
        retries: retries(configuration),
        agents,
      });
      return cache?.over(vault) ?? vault;
    },
  };
}

/** Names are looked at when they are used: what they stand for may change. */
function checkAddress(path: string, url: string, isAllowed: AddressCheck): readonly ErrorProblem[] {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  if (isIP(host) === 0 || isAllowed(host, Number(port || (protocol === 'https:' ? 443 : 80)))) return [];
  const message = `connections to '${host}' are not allowed: open its range with kestra.http.allowed-addresses, or for the tenant`;
  return [{ path, message }];
}

/** Throws `InvalidEntity` that names the settings at fault, below `path`. */
function checked<Settings>(
  path: string,
  read: { readonly settings: Settings } | { readonly problems: readonly ErrorProblem[] },
): Settings {
  if ('settings' in read) return read.settings;
  throw invalidSettings(read.problems.map((problem) => ({ ...problem, path: `${path}.${problem.path}` })));
}

function secretCache(configuration: Configuration, clock: Clock): SecretCache | undefined {
  if (!configuration.get('boolean', 'kestra.secret.cache.enabled')) return undefined;
  return createSecretCache({
    maximumSize: configuration.get('number', 'kestra.secret.cache.maximum-size'),
    expireAfterWriteMs: configuration.get('duration', 'kestra.secret.cache.expire-after-write'),
    clock,
  });
}
