import type { Paged, PageRequest, SecretMeta } from '@windhover/model';
import type { SecretName } from '@windhover/ports';

/** In the order that is asked for; only what is on the page is looked up. */
export async function pageOfSecrets(
  names: readonly SecretName[],
  page: PageRequest,
  find: (name: SecretName) => Promise<SecretMeta | undefined>,
): Promise<Paged<SecretMeta>> {
  const start = (page.page - 1) * page.size;
  const shown = names.toSorted(inOrderOf(page)).slice(start, start + page.size);
  const results = await Promise.all(shown.map(async (name) => (await find(name)) ?? { ...name, tags: [] }));
  return { results, total: names.length };
}

function inOrderOf({ sort: [sort] }: PageRequest): (one: SecretName, other: SecretName) => number {
  const direction = sort?.direction === 'desc' ? -1 : 1;
  const orderOf = ({ namespace, key }: SecretName): string =>
    sort?.field === 'namespace' ? `${namespace} ${key}` : `${key} ${namespace}`;
  return (one, other) => direction * (orderOf(one) < orderOf(other) ? -1 : 1);
}
