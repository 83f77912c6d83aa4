/** Secrets in a backend outside. It takes part in no commit of ours: the audit log is written when it has done its part. */
import {
  isVisibleNamespace,
  isWithinNamespace,
  NotFound,
  type QueryFilter,
  type VisibleNamespaces,
} from '@windhover/model';
import type { SecretName, TenantSecrets } from '@windhover/ports';
import { matchesText } from '../access/matches-text.ts';
import type { KeptSecrets, SecretDeps } from './kept-secrets.ts';
import { pageOfSecrets } from './page-of-secrets.ts';

export function foreignSecrets(deps: Pick<SecretDeps, 'store'>, secrets: TenantSecrets): KeptSecrets {
  async function* names(filters: readonly QueryFilter[], visible: VisibleNamespaces): AsyncIterable<SecretName> {
    for await (const name of namesFor(secrets, filters)) if (isFound(name, filters, visible)) yield name;
  }
  return {
    find: (namespace, key) => secrets.find(namespace, key),
    read: (namespace, key) => secrets.read(namespace, key),
    list: (namespace) => secrets.list(namespace),
    async search(filters, page, visible) {
      const found = await Array.fromAsync(names(filters, visible));
      return pageOfSecrets(found, page, ({ namespace, key }) => secrets.find(namespace, key));
    },
    names,
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
async function* namesFor(secrets: TenantSecrets, filters: readonly QueryFilter[]): AsyncIterable<SecretName> {
  const only = filters.find(({ field, operation }) => field === 'namespace' && operation === 'EQUALS')?.value;
  if (typeof only !== 'string') yield* secrets.walk();
  else for (const key of await secrets.list(only)) yield { namespace: only, key };
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
