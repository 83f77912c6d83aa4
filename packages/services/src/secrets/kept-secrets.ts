/** A tenant's secrets, wherever they are kept: in the store, sealed, or in a backend outside. */
import { SecretsReadOnly } from '@windhover/model';
import type { Paged, PageRequest, QueryFilter, SecretMeta, VisibleNamespaces } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { demandService } from '../backends/service-access.ts';
import { tenantRecord } from '../backends/tenant-record.ts';
import type { Deps } from '../deps.ts';
import { foreignSecrets } from './foreign-secrets.ts';
import { storedSecrets } from './stored-secrets.ts';

export type SecretDeps = Pick<Deps, 'store' | 'ciphers' | 'clock' | 'settings' | 'backends' | 'service'>;

export interface KeptSecrets {
  /** What may be shown of it, of the namespace itself. */
  find(namespace: string, key: string): Promise<SecretMeta | undefined>;
  read(namespace: string, key: string): Promise<string | undefined>;
  /** Keys of one namespace, in order. */
  list(namespace: string): Promise<readonly string[]>;
  /** Filters: `q`, `namespace`, `key`. Sort: `key` (default), `namespace`. */
  search(filters: readonly QueryFilter[], page: PageRequest, visible: VisibleNamespaces): Promise<Paged<SecretMeta>>;
  /** Without a value the one that is there stays. `audit` is written with it. */
  put(secret: SecretMeta, value: string | undefined, audit: WriteOp): Promise<void>;
  delete(namespace: string, key: string, audit: WriteOp): Promise<void>;
}

/** Throws `ServiceDenied` when who acts must keep away. */
export async function keptSecrets(
  deps: SecretDeps,
  scope: TenantScope,
): Promise<{ readonly secrets: KeptSecrets; readonly isReadOnly: boolean }> {
  const tenant = await tenantRecord(deps, scope.key);
  demandService('secret', deps.service, tenant, deps.settings.isolation);
  const settings = tenant?.settings ?? {};
  const backend = await deps.backends?.secrets.of(scope.key, settings);
  const hasOwn = settings['secretType'] !== undefined;
  return {
    secrets: backend === undefined ? storedSecrets(deps, scope) : foreignSecrets(deps, backend.open(scope.key)),
    isReadOnly: settings['secretReadOnly'] === true || (!hasOwn && deps.settings.secretsReadOnly === true),
  };
}

/** As {@link keptSecrets}, to change them. Throws `SecretsReadOnly`. */
export async function writableSecrets(deps: SecretDeps, scope: TenantScope): Promise<KeptSecrets> {
  const { secrets, isReadOnly } = await keptSecrets(deps, scope);
  if (isReadOnly) throw new SecretsReadOnly({});
  return secrets;
}
