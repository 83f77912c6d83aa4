/** Secrets of many namespaces, each looked for where it is kept. */
import {
  isVisibleNamespace,
  isWithinNamespace,
  ServiceDenied,
  type Paged,
  type PageRequest,
  type QueryFilter,
  type SecretMeta,
  type VisibleNamespaces,
} from '@windhover/model';
import type { SecretName, TenantScope } from '@windhover/ports';
import { withAncestors } from '../namespaces/ancestors.ts';
import { keptSecrets, type KeptSecrets, type SecretDeps } from './kept-secrets.ts';
import { pageOfSecrets } from './page-of-secrets.ts';

export interface SecretSearch {
  /** `q`, `namespace`, `key`. */
  readonly filters: readonly QueryFilter[];
  readonly page: PageRequest;
  readonly visible: VisibleNamespaces;
}

export interface FoundSecrets extends Paged<SecretMeta> {
  /** Of the one namespace that is asked for, else of those that say nothing themselves. */
  readonly readOnly: boolean;
}

/**
 * What lies in a backend that was named for another namespace is not found, nor what the namespace keeps from who asks. Throws
 * `BackendUnavailable` when one of the backends is: part of an answer would look like the whole.
 */
export async function searchSecrets(
  deps: SecretDeps,
  scope: TenantScope,
  { filters, page, visible }: SecretSearch,
): Promise<FoundSecrets> {
  const only = onlyNamespace(filters);
  const isHidden = only !== undefined && !isVisibleNamespace(only, visible);
  const { secrets, isReadOnly } = await keptSecrets(deps, scope, isHidden ? undefined : only);
  const others = only === undefined ? await secretsOfTheirOwn(deps, scope, visible) : new Map();
  if (others.size === 0) return { ...(await secrets.search(filters, page, visible)), readOnly: isReadOnly };
  const homeOf = (namespace: string): KeptSecrets | undefined => {
    const nearest = withAncestors(namespace).find((id) => others.has(id));
    return nearest === undefined ? secrets : others.get(nearest);
  };
  const names: SecretName[] = [];
  for (const kept of new Set([secrets, ...others.values()])) {
    if (kept === undefined) continue;
    for await (const name of kept.names(filters, visible)) if (homeOf(name.namespace) === kept) names.push(name);
  }
  const find = async ({ namespace, key }: SecretName) => homeOf(namespace)?.find(namespace, key);
  return { ...(await pageOfSecrets(names, page, find)), readOnly: isReadOnly };
}

/** By namespace that says where, or for whom; undefined where who asks must keep away. */
async function secretsOfTheirOwn(
  deps: SecretDeps,
  scope: TenantScope,
  visible: VisibleNamespaces,
): Promise<ReadonlyMap<string, KeptSecrets | undefined>> {
  const found = new Map<string, KeptSecrets | undefined>();
  for (const { namespace } of await deps.tenantRecords.namespacePlaces(scope.key)) {
    if (namespace === undefined || !mayBeSeen(namespace, visible)) continue;
    found.set(namespace, await secretsUnlessDenied(deps, scope, namespace));
  }
  return found;
}

async function secretsUnlessDenied(
  deps: SecretDeps,
  scope: TenantScope,
  namespace: string,
): Promise<KeptSecrets | undefined> {
  try {
    return (await keptSecrets(deps, scope, namespace)).secrets;
  } catch (error) {
    if (error instanceof ServiceDenied) return undefined;
    throw error;
  }
}

/** The namespace, or one below it. */
function mayBeSeen(namespace: string, visible: VisibleNamespaces): boolean {
  return (
    visible === 'all' ||
    visible.some((root) => isWithinNamespace(namespace, root) || isWithinNamespace(root, namespace))
  );
}

function onlyNamespace(filters: readonly QueryFilter[]): string | undefined {
  const only = filters.find(({ field, operation }) => field === 'namespace' && operation === 'EQUALS')?.value;
  return typeof only === 'string' ? only : undefined;
}
