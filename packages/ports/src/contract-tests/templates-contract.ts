import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageRequest, QueryFilter } from '@windhover/model';
import type { Store, TenantScope } from '../index.ts';
import { aTemplate } from './builders.ts';
import { keepRevisions } from './keep-revisions.ts';
import { aScope, type OpenedStore, type OpenStore } from './opened-store.ts';

const firstPage: PageRequest = { page: 1, size: 100, sort: [] };

export function templatesContract(open: OpenStore): void {
  describe('templates', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    keepRevisions(() => store, {
      thing: 'Template',
      id: 'template',
      of: ({ templates }) => templates,
      make: aTemplate,
      document: { tasks: [{ id: 'a' }, null] },
    });

    test('a search finds no tombstone', async () => {
      const { templates } = aScope(store);
      await store.write([templates.append(aTemplate()), templates.append(aTemplate({ revision: 2, deleted: true }))]);
      expect(await templates.search([], firstPage, 'all')).toEqual({ results: [], total: 0 });
    });

    test.for<[string, QueryFilter[], string[]]>([
      ['nothing', [], ['company/a', 'company.team/a', 'companyx/b']],
      ['free text in id or namespace', [filter('q', 'EQUALS', 'TEAM')], ['company.team/a']],
      ['a namespace', [filter('namespace', 'EQUALS', 'company')], ['company/a']],
      ['a namespace and its children', [filter('namespace', 'PREFIX', 'company')], ['company/a', 'company.team/a']],
    ])('search by %s', async ([, filters, expected]) => {
      const { templates } = await filled(store);
      const found = await templates.search(filters, firstPage, 'all');
      expect(found.results.map(nameOf)).toEqual(expected);
      expect(found.total).toBe(expected.length);
    });

    test('a search sees the namespaces it may see, sorted and paged as asked', async () => {
      const { templates } = await filled(store);
      const sorted = { page: 1, size: 2, sort: [{ field: 'namespace', direction: 'desc' }] } as const;
      expect((await templates.search([], firstPage, ['company'])).results.map(nameOf)).toEqual([
        'company/a',
        'company.team/a',
      ]);
      const page = await templates.search([], sorted, 'all');
      expect([page.results.map(nameOf), page.total]).toEqual([['companyx/b', 'company.team/a'], 3]);
      expect(await templates.listNamespaces()).toEqual(['company', 'company.team', 'companyx']);
    });
  });
}

function filter(field: string, operation: QueryFilter['operation'], value: QueryFilter['value']): QueryFilter {
  return { field, operation, value };
}

function nameOf({ namespace, id }: { readonly namespace: string; readonly id: string }): string {
  return `${namespace}/${id}`;
}

async function filled(store: Store): Promise<TenantScope> {
  const scope = aScope(store);
  await store.write(
    [
      aTemplate({ namespace: 'company', id: 'a' }),
      aTemplate({ namespace: 'company.team', id: 'a' }),
      aTemplate({ namespace: 'companyx', id: 'b' }),
    ].map((template) => scope.templates.append(template)),
  );
  return scope;
}
