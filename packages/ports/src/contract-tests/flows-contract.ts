import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageRequest, QueryFilter } from '@windhover/model';
import { Conflict, type Store, type TenantScope } from '../index.ts';
import { aRevision } from './builders.ts';
import { aScope, type OpenedStore, type OpenStore } from './opened-store.ts';

const firstPage: PageRequest = { page: 1, size: 100, sort: [] };

export function flowsContract(open: OpenStore): void {
  describe('flows', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('a revision comes back as it was saved', async () => {
      const { flows } = aScope(store);
      const revision = aRevision({
        source: 'id: "héllo 🦅"\n\tdescription: |\n  \u2028 % _ \\\r\n',
        document: { labels: { team: 'data' }, nested: [1, null, { deep: true }] },
        disabled: true,
        draft: true,
        createdBy: 'jane',
      });
      await store.write([flows.append(revision)]);
      expect(await flows.findLatest('company.team', 'flow')).toEqual(revision);
      expect(await flows.findRevision('company.team', 'flow', 1)).toEqual(revision);
    });

    test('revisions follow each other without gaps', async () => {
      const { flows } = aScope(store);
      await expect(store.write([flows.append(aRevision({ revision: 2 }))])).rejects.toBeInstanceOf(Conflict);
      await store.write([flows.append(aRevision())]);
      await store.write([flows.append(aRevision({ revision: 2 }))]);
      await expect(store.write([flows.append(aRevision({ revision: 2 }))])).rejects.toBeInstanceOf(Conflict);
      await expect(store.write([flows.append(aRevision({ revision: 4 }))])).rejects.toBeInstanceOf(Conflict);
      expect((await flows.listRevisions('company.team', 'flow')).map(({ revision }) => revision)).toEqual([1, 2]);
    });

    test('a tombstone is found by name and by no list', async () => {
      const { flows } = aScope(store);
      await store.write([flows.append(aRevision()), flows.append(aRevision({ revision: 2, deleted: true }))]);
      expect((await flows.findLatest('company.team', 'flow'))?.deleted).toBe(true);
      expect(await flows.list()).toEqual([]);
      expect(await flows.count()).toBe(0);
      expect(await flows.listNamespaces()).toEqual([]);
      expect((await flows.search([], firstPage, 'all')).total).toBe(0);
    });

    test('old revisions can be deleted; the newest goes last, and the flow with it', async () => {
      const { flows } = aScope(store);
      await store.write([flows.append(aRevision()), flows.append(aRevision({ revision: 2 }))]);
      await expect(store.write([flows.deleteRevision('company.team', 'flow', 2)])).rejects.toBeInstanceOf(Conflict);
      await store.write([flows.deleteRevision('company.team', 'flow', 1)]);
      expect((await flows.findLatest('company.team', 'flow'))?.revision).toBe(2);
      await store.write([flows.deleteRevision('company.team', 'flow', 2)]);
      expect(await flows.findLatest('company.team', 'flow')).toBeUndefined();
      await store.write([flows.append(aRevision())]);
    });

    test('lists are in order of namespace and id', async () => {
      const { flows } = await filled(store);
      expect((await flows.list()).map(nameOf)).toEqual([
        'company/a',
        'company/b',
        'company.team/a',
        'companyx/c',
        'system/s',
      ]);
      expect((await flows.list('company')).map(nameOf)).toEqual(['company/a', 'company/b']);
      expect(await flows.listNamespaces()).toEqual(['company', 'company.team', 'companyx', 'system']);
      expect(await flows.count()).toBe(5);
    });

    test.for<[string, QueryFilter[], string[]]>([
      ['free text in id or namespace', [filter('q', 'EQUALS', 'TEAM')], ['company.team/a']],
      ['a namespace', [filter('namespace', 'EQUALS', 'company')], ['company/a', 'company/b']],
      [
        'a namespace and its children',
        [filter('namespace', 'PREFIX', 'company')],
        ['company/a', 'company.team/a', 'company/b'],
      ],
      [
        'all but a namespace',
        [filter('namespace', 'NOT_EQUALS', 'company')],
        ['company.team/a', 'companyx/c', 'system/s'],
      ],
      ['namespaces of a list', [filter('namespace', 'IN', ['system', 'companyx'])], ['companyx/c', 'system/s']],
      ['none of a list', [filter('namespace', 'NOT_IN', ['company', 'system'])], ['company.team/a', 'companyx/c']],
      ['the beginning of a name', [filter('namespace', 'STARTS_WITH', 'companyx')], ['companyx/c']],
      ['the end of a name', [filter('namespace', 'ENDS_WITH', '.team')], ['company.team/a']],
      ['a part of a name', [filter('namespace', 'CONTAINS', 'y.t')], ['company.team/a']],
      [
        'a regular expression',
        [filter('namespace', 'REGEX', '^company(x|\\.team)$')],
        ['company.team/a', 'companyx/c'],
      ],
      ['an id', [filter('flowId', 'EQUALS', 'a')], ['company/a', 'company.team/a']],
      ['a label', [filter('labels', 'EQUALS', { team: 'data' })], ['company/a', 'company/b']],
      ['two labels', [filter('labels', 'EQUALS', { team: 'data', env: 'prod' })], ['company/b']],
      ['not a label', [filter('labels', 'NOT_EQUALS', { team: 'data' })], ['company.team/a', 'companyx/c', 'system/s']],
      ['system flows', [filter('scope', 'EQUALS', 'SYSTEM')], ['system/s']],
      ['user flows', [filter('scope', 'EQUALS', 'USER')], ['company/a', 'company.team/a', 'company/b', 'companyx/c']],
      ['two conditions', [filter('flowId', 'EQUALS', 'a'), filter('namespace', 'EQUALS', 'company')], ['company/a']],
      ['wildcards are letters', [filter('q', 'EQUALS', '%')], []],
    ])('search by %s', async ([, filters, expected]) => {
      const { flows } = await filled(store);
      const found = await flows.search(filters, firstPage, 'all');
      expect(found.results.map(nameOf)).toEqual(expected);
      expect(found.total).toBe(expected.length);
    });

    test('a search sees the namespaces it may see, and their children', async () => {
      const { flows } = await filled(store);
      const search = async (visible: readonly string[]) =>
        (await flows.search([], firstPage, visible)).results.map(nameOf);
      expect(await search(['company'])).toEqual(['company/a', 'company.team/a', 'company/b']);
      expect(await search(['company.team', 'system'])).toEqual(['company.team/a', 'system/s']);
      expect(await search([])).toEqual([]);
    });

    test('pages add up, sorted as asked', async () => {
      const { flows } = await filled(store);
      const pages = await Promise.all(
        [1, 2, 3].map((page) =>
          flows.search([], { page, size: 2, sort: [{ field: 'namespace', direction: 'desc' }] }, 'all'),
        ),
      );
      expect(pages.map(({ total }) => total)).toEqual([5, 5, 5]);
      expect(pages.flatMap(({ results }) => results.map(nameOf))).toEqual([
        'system/s',
        'companyx/c',
        'company.team/a',
        'company/a',
        'company/b',
      ]);
    });

    test('labels follow the newest revision', async () => {
      const { flows } = await filled(store);
      await store.write([
        flows.append(
          aRevision({
            namespace: 'company',
            id: 'a',
            revision: 2,
            document: { labels: [{ key: 'team', value: 'platform' }] },
          }),
        ),
      ]);
      const named = async (team: string) =>
        (await flows.search([filter('labels', 'EQUALS', { team })], firstPage, 'all')).results.map(nameOf);
      expect(await named('data')).toEqual(['company/b']);
      expect(await named('platform')).toEqual(['company/a']);
    });

    test('an expression that could be tried in countless ways is answered', async () => {
      const scope = aScope(store);
      await store.write([scope.flows.append(aRevision({ namespace: 'a'.repeat(60), id: 'a' }))]);
      const search = (pattern: string) => scope.flows.search([filter('namespace', 'REGEX', pattern)], firstPage, 'all');
      expect((await search('^(a+)+b$')).total).toBe(0);
      expect((await search('^(a+)+$')).total).toBe(1);
    });

    test.for<[string, QueryFilter[], PageRequest['sort']]>([
      ['an unknown field', [filter('body; drop table flows', 'EQUALS', 'x')], []],
      ['a field of every object', [filter('constructor', 'EQUALS', 'x')], []],
      ['a broken expression', [filter('namespace', 'REGEX', '(')], []],
      ['an expression that looks ahead', [filter('namespace', 'REGEX', '^(?!company)')], []],
      ['a scope that is none', [filter('scope', 'NOT_EQUALS', 'USERS')], []],
      ['an unknown order', [], [{ field: '1; drop table flows', direction: 'asc' }]],
    ])('%s is refused', async ([, filters, sort]) => {
      const { flows } = aScope(store);
      await expect(async () => flows.search(filters, { ...firstPage, sort }, 'all')).rejects.toMatchObject({
        code: 'ILLEGAL_ARGUMENT',
      });
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
      aRevision({ namespace: 'company', id: 'a', document: { labels: { team: 'data' } } }),
      aRevision({
        namespace: 'company',
        id: 'b',
        document: {
          labels: [
            { key: 'team', value: 'data' },
            { key: 'env', value: 'prod' },
          ],
        },
      }),
      aRevision({ namespace: 'company.team', id: 'a' }),
      aRevision({ namespace: 'companyx', id: 'c', document: { labels: { team: 'ops' } } }),
      aRevision({ namespace: 'system', id: 's' }),
    ].map((revision) => scope.flows.append(revision)),
  );
  return scope;
}
