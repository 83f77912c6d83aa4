/** Backends of secrets outside of the store: the instance's, and those that tenants name. */
import { invariant, type ErrorProblem, type JsonObject } from '@windhover/model';
import type { SecretBackend } from '@windhover/ports';
import { openVault, readVaultSettings, type VaultSettings } from '@windhover/secrets-vault';
import {
  createSecretCache,
  guardedAgents,
  tenantBackends,
  type AddressCheck,
  type Backends,
  type BackendKind,
  type Clock,
  type SecretCache,
} from '@windhover/services';
import { isIP } from 'node:net';
import { retries, secretType, tenantAddresses, vaultConfiguration } from '../configuration/backend-settings.ts';
import type { Configuration } from '../configuration/configuration.ts';

export interface OpenBackends {
  readonly backends: Backends;
  close(): Promise<void>;
}

export function openBackends(configuration: Configuration, clock: Clock): OpenBackends {
  const cache = secretCache(configuration, clock);
  const instance = instanceSecrets(configuration, cache);
  const secrets = tenantBackends<SecretBackend | undefined>({
    what: 'secret',
    instance,
    kinds: { jdbc: inTheStore, vault: tenantVault(configuration, cache) },
  });
  return {
    backends: { secrets },
    async close() {
      await secrets.close();
      await instance?.close();
    },
  };
}

/** Sealed, beside everything else: there is nothing to open. */
const inTheStore: BackendKind<undefined> = { check: () => [], open: async () => undefined };

/** Whoever runs the instance may name any address. */
function instanceSecrets(configuration: Configuration, cache: SecretCache | undefined): SecretBackend | undefined {
  if (secretType(configuration) !== 'vault') return undefined;
  const settings = vaultSettings(vaultConfiguration(configuration));
  const vault = openVault({ settings, retries: retries(configuration) });
  return cache?.over(vault) ?? vault;
}

function tenantVault(configuration: Configuration, cache: SecretCache | undefined): BackendKind<SecretBackend> {
  const isAllowed = tenantAddresses(configuration);
  return {
    check(values) {
      const read = readVaultSettings(values);
      return 'problems' in read ? read.problems : checkAddress('address', read.settings.address, isAllowed);
    },
    async open(values) {
      const agents = guardedAgents(isAllowed);
      const vault = openVault({ settings: vaultSettings(values), retries: retries(configuration), agents });
      return cache?.over(vault) ?? vault;
    },
  };
}

/** Names are looked at when they are used: what they stand for may change. */
function checkAddress(path: string, url: string, isAllowed: AddressCheck): readonly ErrorProblem[] {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  if (isIP(host) === 0 || isAllowed(host, Number(port || (protocol === 'https:' ? 443 : 80)))) return [];
  const message = `connections to '${host}' are not allowed: open its range with kestra.http.allowed-addresses`;
  return [{ path, message }];
}

function vaultSettings(values: JsonObject): VaultSettings {
  const read = readVaultSettings(values);
  invariant('settings' in read, 'settings of Vault were checked before they are used');
  return read.settings;
}

function secretCache(configuration: Configuration, clock: Clock): SecretCache | undefined {
  if (!configuration.get('boolean', 'kestra.secret.cache.enabled')) return undefined;
  return createSecretCache({
    maximumSize: configuration.get('number', 'kestra.secret.cache.maximum-size'),
    expireAfterWriteMs: configuration.get('duration', 'kestra.secret.cache.expire-after-write'),
    clock,
  });
}
