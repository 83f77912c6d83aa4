/** A tenant's secrets, wherever they are kept: in the store, sealed, or in a backend outside. */
import { SecretsReadOnly } from '@windhover/model';
import type {
  JsonObject,
  Paged,
  PageRequest,
  QueryFilter,
  SealedVersion,
  SecretMeta,
  VisibleNamespaces,
} from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { demandService } from '../backends/service-access.ts';
import type { Deps } from '../deps.ts';
import { foreignSecrets } from './foreign-secrets.ts';
import { storedSecrets } from './stored-secrets.ts';

export type SecretDeps = Pick<
  Deps,
  'store' | 'ciphers' | 'clock' | 'settings' | 'backends' | 'tenantRecords' | 'service'
>;

/** What may be shown of a value: everything but itself. */
export type SecretVersion = Pick<SealedVersion, 'version' | 'sealedAt' | 'sealedBy'>;

export interface KeptSecrets {
  /** What may be shown of it, of the namespace itself. */
  find(namespace: string, key: string): Promise<SecretMeta | undefined>;
  read(namespace: string, key: string): Promise<string | undefined>;
  /** Keys of one namespace, in order. */
  list(namespace: string): Promise<readonly string[]>;
  /** Filters: `q`, `namespace`, `key`. Sort: `key` (default), `namespace`. */
  search(filters: readonly QueryFilter[], page: PageRequest, visible: VisibleNamespaces): Promise<Paged<SecretMeta>>;
  /** The values that it has had, oldest first, as far as they are kept here: backends outside keep their own. */
  versions(namespace: string, key: string): Promise<readonly SecretVersion[]>;
  /** Throws `NotFound` for a version that is not kept here. */
  readVersion(namespace: string, key: string, version: number): Promise<string>;
  /** Without a value the one that is there stays. `audit` is written with it; `by` is the id of the user. */
  put(secret: SecretMeta, value: string | undefined, audit: WriteOp, by?: string): Promise<void>;
  delete(namespace: string, key: string, audit: WriteOp): Promise<void>;
}

/** Throws `ServiceDenied` when who acts must keep away. */
export async function keptSecrets(
  deps: SecretDeps,
  scope: TenantScope,
): Promise<{ readonly secrets: KeptSecrets; readonly isReadOnly: boolean }> {
  const tenant = await deps.tenantRecords.find(scope.key);
  demandService('secret', deps.service, tenant, deps.settings.isolation);
  const settings = tenant?.settings ?? {};
  const backend = await deps.backends?.secrets.of(scope.key, settings);
  return {
    secrets: backend === undefined ? storedSecrets(deps, scope) : foreignSecrets(deps, backend.open(scope.key)),
    isReadOnly: isReadOnly(deps, settings),
  };
}

/** Whether others alone may change secrets of a tenant with these settings: it says so, or the instance whose backend it uses. */
export function isReadOnly({ settings }: Pick<Deps, 'settings'>, ofTenant: JsonObject): boolean {
  const usesInstance = (ofTenant['secretType'] ?? undefined) === undefined;
  return ofTenant['secretReadOnly'] === true || (usesInstance && settings.secretsReadOnly === true);
}

/** As {@link keptSecrets}, to change them. Throws `SecretsReadOnly`. */
export async function writableSecrets(deps: SecretDeps, scope: TenantScope): Promise<KeptSecrets> {
  const kept = await keptSecrets(deps, scope);
  if (kept.isReadOnly) throw new SecretsReadOnly({});
  return kept.secrets;
}
