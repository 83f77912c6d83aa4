import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { TenantKey } from '@windhover/model';
import type { SecretBackend } from '@windhover/ports';
import { VaultClient, type Retries } from './vault-client.ts';
import type { VaultSettings } from './vault-settings.ts';
import { VaultTenantSecrets } from './vault-tenant-secrets.ts';

export interface VaultOptions {
  readonly settings: VaultSettings;
  readonly retries: Retries;
  /** Connections that may refuse an address; default: any. */
  readonly agents?: { readonly http: HttpAgent; readonly https: HttpsAgent } | undefined;
}

/**
 * Secrets in a KV engine (version 2) of HashiCorp Vault, or of what speaks its API:
 * `<rootEngine>/<secretPathPrefix>/<tenant key>/<namespace, a folder a name>/<key>`. Nothing is asked before the first call.
 */
export function openVault({ settings, retries, agents = keptConnections() }: VaultOptions): SecretBackend {
  const client = new VaultClient({ settings, retries, agents, monotonic: () => performance.now() });
  const { rootEngine, secretPathPrefix } = settings;
  return {
    open: (tenantKey: TenantKey) =>
      new VaultTenantSecrets({
        client,
        mount: rootEngine,
        root: `${secretPathPrefix}/${encodeURIComponent(tenantKey)}`,
      }),
    async close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function keptConnections(): NonNullable<VaultOptions['agents']> {
  return { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
}
