/** Secrets of a namespace, wherever they are kept: in the store, sealed, or in a backend outside. */
import { SecretsReadOnly } from '@windhover/model';
import type { Paged, PageRequest, QueryFilter, SealedVersion, SecretMeta, VisibleNamespaces } from '@windhover/model';
import type { SecretName, TenantScope, WriteOp } from '@windhover/ports';
import type { BackendPlace } from '../backends/backend-places.ts';
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
  /** All that {@link search} finds, in no order. */
  names(filters: readonly QueryFilter[], visible: VisibleNamespaces): AsyncIterable<SecretName>;
  /** The values that it has had, oldest first, as far as they are kept here: backends outside keep their own. */
  versions(namespace: string, key: string): Promise<readonly SecretVersion[]>;
  /** Throws `NotFound` for a version that is not kept here. */
  readVersion(namespace: string, key: string, version: number): Promise<string>;
  /** Without a value the one that is there stays. `audit` is written with it; `by` is the id of the user. */
  put(secret: SecretMeta, value: string | undefined, audit: WriteOp, by?: string): Promise<void>;
  delete(namespace: string, key: string, audit: WriteOp): Promise<void>;
}

/**
 * Where secrets of the namespace are kept; without one, those of namespaces that say nothing. Throws `ServiceDenied` when who
 * acts must keep away.
 */
export async function keptSecrets(
  deps: SecretDeps,
  scope: TenantScope,
  namespace: string | undefined,
): Promise<{ readonly secrets: KeptSecrets; readonly isReadOnly: boolean }> {
  const tenantKey = scope.key;
  const places = await deps.tenantRecords.places(tenantKey, namespace);
  demandService(
    'secret',
    deps.service,
    { tenantId: deps.tenantRecords.idOf(tenantKey), places },
    deps.settings.isolation,
  );
  const backend = await deps.backends.secrets.of(tenantKey, places);
  return {
    secrets: backend === undefined ? storedSecrets(deps, scope) : foreignSecrets(deps, backend.open(tenantKey)),
    isReadOnly: isReadOnly(deps, places),
  };
}

/** Whether others alone may change secrets: the place whose backend it is says so, or a nearer one, or the instance of its own. */
export function isReadOnly({ settings }: Pick<Deps, 'settings'>, places: readonly BackendPlace[]): boolean {
  const own = places.findIndex((place) => (place.settings['secretType'] ?? undefined) !== undefined);
  const upTo = own < 0 ? places : places.slice(0, own + 1);
  if (upTo.some((place) => place.settings['secretReadOnly'] === true)) return true;
  return own < 0 && settings.secretsReadOnly === true;
}

/** As {@link keptSecrets}, to change them. Throws `SecretsReadOnly`. */
export async function writableSecrets(deps: SecretDeps, scope: TenantScope, namespace: string): Promise<KeptSecrets> {
  const kept = await keptSecrets(deps, scope, namespace);
  if (kept.isReadOnly) throw new SecretsReadOnly({});
  return kept.secrets;
}
