/** Secrets in a backend outside. It takes part in no commit of ours: the audit log is written when it has done its part. */
import {
  isVisibleNamespace,
  isWithinNamespace,
  NotFound,
  type PageRequest,
  type QueryFilter,
  type VisibleNamespaces,
} from '@windhover/model';
import type { SecretName, TenantSecrets } from '@windhover/ports';
import { matchesText } from '../access/matches-text.ts';
import type { KeptSecrets, SecretDeps } from './kept-secrets.ts';

export function foreignSecrets(deps: Pick<SecretDeps, 'store'>, secrets: TenantSecrets): KeptSecrets {
  return {
    find: (namespace, key) => secrets.find(namespace, key),
    read: (namespace, key) => secrets.read(namespace, key),
    list: (namespace) => secrets.list(namespace),
    async search(filters, page, visible) {
      const names = (await namesFor(secrets, filters)).filter((name) => isFound(name, filters, visible));
      const sorted = names.toSorted(inOrderOf(page));
      const start = (page.page - 1) * page.size;
      const shown = sorted.slice(start, start + page.size);
      const results = await Promise.all(
        shown.map(async (name) => (await secrets.find(name.namespace, name.key)) ?? { ...name, tags: [] }),
      );
      return { results, total: names.length };
    },
    versions: async () => [],
    readVersion: async (_namespace, _key, version) => {
      throw new NotFound({ thing: `version ${version} of the secret` });
    },
    async put(secret, value, audit) {
      await secrets.put(secret, value);
      await deps.store.write([audit]);
    },
    async delete(namespace, key, audit) {
      await secrets.delete(namespace, key);
      await deps.store.write([audit]);
    },
  };
}

/** One namespace, where the search is for it alone, is one question and not a walk. */
async function namesFor(secrets: TenantSecrets, filters: readonly QueryFilter[]): Promise<readonly SecretName[]> {
  const only = filters.find(({ field, operation }) => field === 'namespace' && operation === 'EQUALS')?.value;
  if (typeof only === 'string') return (await secrets.list(only)).map((key) => ({ namespace: only, key }));
  return Array.fromAsync(secrets.walk());
}

function isFound(name: SecretName, filters: readonly QueryFilter[], visible: VisibleNamespaces): boolean {
  return isVisibleNamespace(name.namespace, visible) && filters.every((filter) => matches(name, filter));
}

function matches({ namespace, key }: SecretName, filter: QueryFilter): boolean {
  if (filter.field === 'key') return matchesText([key], filter);
  if (filter.field !== 'namespace') return matchesText([key, namespace], filter);
  if (filter.operation !== 'PREFIX') return matchesText([namespace], filter);
  return [filter.value].flat().some((root) => typeof root === 'string' && isWithinNamespace(namespace, root));
}

function inOrderOf({ sort: [sort] }: PageRequest): (one: SecretName, other: SecretName) => number {
  const direction = sort?.direction === 'desc' ? -1 : 1;
  const orderOf = ({ namespace, key }: SecretName): string =>
    sort?.field === 'namespace' ? `${namespace} ${key}` : `${key} ${namespace}`;
  return (one, other) => direction * (orderOf(one) < orderOf(other) ? -1 : 1);
}
