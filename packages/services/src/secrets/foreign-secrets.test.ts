import type { PageRequest } from '@windhover/model';
import type { TenantSecrets } from '@windhover/ports';
import { expect, test } from 'vitest';
import { foreignSecrets } from './foreign-secrets.ts';

const names = [
  { namespace: 'company', key: 'SHOWN' },
  { namespace: 'hidden', key: 'HIDDEN' },
];
const kept = {
  find: (namespace: string, key: string) => Promise.resolve({ namespace, key, tags: [] }),
  list: (namespace: string) =>
    Promise.resolve(names.filter((name) => name.namespace === namespace).map(({ key }) => key)),
  async *walk() {
    yield* names;
  },
} as unknown as TenantSecrets;
const page: PageRequest = { page: 1, size: 10, sort: [] };

test('a search of a backend outside shows what lies in namespaces that may be seen, also when it names another', async () => {
  const { search } = foreignSecrets({ store: undefined as never }, kept);
  const inHidden = [{ field: 'namespace', operation: 'EQUALS', value: 'hidden' }] as const;

  expect(await search([], page, ['company'])).toMatchObject({ results: [{ key: 'SHOWN' }], total: 1 });
  expect(await search(inHidden, page, ['company'])).toEqual({ results: [], total: 0 });
  expect(await search(inHidden, page, 'all')).toMatchObject({ results: [{ key: 'HIDDEN' }], total: 1 });
});

test('a search below a namespace shows nothing of those beside it', async () => {
  const { search } = foreignSecrets({ store: undefined as never }, kept);
  const below = [{ field: 'namespace', operation: 'PREFIX', value: 'company' }] as const;

  expect(await search(below, page, 'all')).toMatchObject({ results: [{ key: 'SHOWN' }], total: 1 });
});
