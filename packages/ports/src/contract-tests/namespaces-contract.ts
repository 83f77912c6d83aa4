import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileRevision, PageRequest, QueryFilter } from '@windhover/model';
import { Conflict, type Store } from '../index.ts';
import { aFileRevision, aKvPair, aNamespace, aSecret } from './builders.ts';
import { aScope, start, type OpenedStore, type OpenStore } from './opened-store.ts';

const firstPage: PageRequest = { page: 1, size: 100, sort: [] };

/** What belongs to namespaces: details, key/value pairs, secrets. */
export function namespacesContract(open: OpenStore): void {
  describe('namespaces', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('details are inserted once, replaced and deleted', async () => {
      const { namespaces } = aScope(store);
      const namespace = aNamespace({ description: 'ü', variables: { a: [1] }, allowedNamespaces: ['other'] });
      await store.write([namespaces.insert(namespace), namespaces.insert(aNamespace({ id: 'another' }))]);
      expect(await namespaces.find(namespace.id)).toEqual(namespace);
      await expect(store.write([namespaces.insert(namespace)])).rejects.toMatchObject({
        thing: 'Namespace',
        id: namespace.id,
      });
      await store.write([namespaces.update({ ...namespace, description: 'new' })]);
      expect((await namespaces.list()).map(({ id, description }) => [id, description])).toEqual([
        ['another', undefined],
        ['company', 'new'],
      ]);
      await store.write([namespaces.delete(namespace.id)]);
      await expect(store.write([namespaces.delete(namespace.id)])).rejects.toBeInstanceOf(Conflict);
      await expect(store.write([namespaces.update(namespace)])).rejects.toBeInstanceOf(Conflict);
    });

    test('pairs keep value and type, also past their end', async () => {
      const { kv } = aScope(store);
      const pair = aKvPair({
        type: 'JSON',
        value: { deep: [null, 1.5, '🦅'] },
        expiresAt: start - 1,
        description: 'ü',
      });
      await store.write([kv.insert(pair)]);
      expect(await kv.find(pair.namespace, pair.key)).toEqual(pair);
      await expect(store.write([kv.insert(pair)])).rejects.toMatchObject({ thing: 'KV pair', id: pair.key });
      const { expiresAt: _, ...lasting } = { ...pair, revision: 2 };
      await store.write([kv.put(lasting)]);
      expect(await kv.list(pair.namespace)).toEqual([lasting]);
      await store.write([kv.delete(pair.namespace, pair.key), kv.delete(pair.namespace, pair.key)]);
      expect(await kv.find(pair.namespace, pair.key)).toBeUndefined();
    });

    test('pairs are found by their dates, and sorted by them and by what is said of them', async () => {
      const { kv } = aScope(store);
      const pairs = [
        aKvPair({ key: 'a', description: 'z', createdAt: start + 1, updatedAt: start + 3, expiresAt: start + 9 }),
        aKvPair({ key: 'b', description: 'y', createdAt: start + 2, updatedAt: start + 2 }),
        aKvPair({ key: 'c', createdAt: start, updatedAt: start + 4, expiresAt: start + 5 }),
      ];
      await store.write(pairs.map(kv.insert));
      const keysOf = async (filters: readonly QueryFilter[], sort: PageRequest['sort']): Promise<string> =>
        (await kv.search(filters, { ...firstPage, sort }, 'all')).results.map(({ key }) => key).join('');
      const after = (field: string, at: number): Promise<string> =>
        keysOf([{ field, operation: 'GREATER_THAN', value: new Date(at).toISOString() }], []);
      const by = (field: string): Promise<string> => keysOf([], [{ field, direction: 'asc' }]);

      expect([await after('created', start + 1), await after('updated', start + 2)]).toEqual(['b', 'ac']);
      expect([await after('expirationDate', start + 4), await after('expirationDate', start + 5)]).toEqual([
        'abc',
        'ab',
      ]);
      expect([await by('creationDate'), await by('updateDate')]).toEqual(['cab', 'bac']);
      expect([await by('expirationDate'), await by('description')]).toEqual(['cab', 'cba']);
    });

    test('what a pair was before is kept once a number, read, and deleted alone or with the pair', async () => {
      const { kv } = aScope(store);
      const [first, second, third] = [1, 2, 3].map((revision) => aKvPair({ revision, value: revision }));
      await store.write([kv.put(third!), kv.keepEarlier(second!), kv.keepEarlier(first!)]);

      expect(await kv.listEarlier('company', 'key')).toEqual([first, second]);
      expect(await kv.findEarlier('company', 'key', 2)).toEqual(second);
      expect(await kv.findEarlier('company', 'key', 3)).toBeUndefined();
      await expect(store.write([kv.keepEarlier(first!)])).rejects.toMatchObject({ thing: 'KV revision', id: 'key' });
      await store.write([kv.deleteEarlier('company', 'key', 2)]);
      expect(await kv.listEarlier('company', 'key')).toEqual([first]);
      await store.write([kv.keepEarlier(second!), kv.keepEarlier(third!), kv.deleteEarlierUpTo('company', 'key', 2)]);
      expect(await kv.listEarlier('company', 'key')).toEqual([third]);
      await store.write([kv.delete('company', 'key')]);
      expect(await kv.listEarlier('company', 'key')).toEqual([]);
    });

    test('secrets are inserted, replaced and deleted, data keys inserted once and wrapped anew', async () => {
      const { secrets } = aScope(store);
      const secret = aSecret({ tags: [{ key: 'a', value: 'b' }] });
      const old = aSecret({ ciphertext: 'old', description: 'naïve 🦅' });
      await store.write([secrets.insert(old), secrets.replace(secret, old)]);
      expect(await secrets.find(secret.namespace, secret.key)).toEqual(secret);
      expect(await secrets.list(secret.namespace)).toEqual([secret]);
      await store.write([secrets.delete(secret.namespace, secret.key)]);
      expect(await secrets.find(secret.namespace, secret.key)).toBeUndefined();

      await store.write([secrets.insertDataKey(2, 'two'), secrets.insertDataKey(1, 'one')]);
      await expect(store.write([secrets.insertDataKey(1, 'again')])).rejects.toBeInstanceOf(Conflict);
      await store.write([secrets.rewrapDataKey(1, 'rewrapped')]);
      expect(await secrets.listDataKeys()).toEqual([
        { version: 1, wrapped: 'rewrapped' },
        { version: 2, wrapped: 'two' },
      ]);
    });

    test('a secret is replaced by whoever knows what it is, and inserted where there is none', async () => {
      const { secrets } = aScope(store);
      const [first, second, third] = ['first', 'second', 'third'].map((ciphertext) => aSecret({ ciphertext }));
      const refused = { thing: 'Secret', id: first!.key };

      await expect(store.write([secrets.replace(second!, first!)])).rejects.toMatchObject(refused);
      await store.write([secrets.insert(first!)]);
      await expect(store.write([secrets.insert(third!)])).rejects.toMatchObject(refused);
      const read = await secrets.find(first!.namespace, first!.key);
      await store.write([secrets.replace(second!, read!)]);

      await expect(store.write([secrets.replace(third!, first!)])).rejects.toMatchObject(refused);
      expect(await secrets.find(first!.namespace, first!.key)).toEqual(second);
    });

    test('revisions of files are inserted once, read by number, path and folder, and deleted', async () => {
      const { fileRevisions: files } = aScope(store);
      const first = aFileRevision({ createdBy: 'user' });
      const second = aFileRevision({ revision: 2, createdAt: start + 1 });
      const inside = aFileRevision({ path: '/file/in.txt' });
      const beside = aFileRevision({ path: '/file-2' });
      const elsewhere = aFileRevision({ namespace: 'company.team', path: '/file/x' });
      await store.write([second, first, inside, beside, elsewhere].map(files.insert));

      await expect(store.write([files.insert(first)])).rejects.toMatchObject({ thing: 'File revision', id: '/file' });
      expect(await files.list('company', '/file')).toEqual([first, second]);
      expect(await files.findNewest('company', '/file')).toEqual(second);
      expect(await files.find('company', '/file', 1)).toEqual(first);
      expect(await files.find('company', '/file', 3)).toBeUndefined();
      expect(await files.listNewest('company', '/file')).toEqual([second, inside]);
      expect(await files.listNewest('company', '/')).toEqual([second, beside, inside]);
      expect(await files.listAll()).toEqual([second, beside, inside, elsewhere]);
      await store.write([files.delete('company', '/file', 2), files.delete('company', '/file', 9)]);
      expect(await files.list('company', '/file')).toEqual([first]);
    });

    test('contents are listed of one namespace, also of revisions that are not the newest', async () => {
      const { fileRevisions: files } = aScope(store);
      const { content: _, ...deletion } = aFileRevision({ revision: 3 });
      const withContent = (id: string, more: Partial<FileRevision> = {}) =>
        aFileRevision({ content: { id, digest: 'digest', sizeBytes: 1 }, ...more });
      const elsewhere = withContent('d', { namespace: 'company.team' });
      const here = [
        withContent('a'),
        withContent('b', { revision: 2 }),
        deletion,
        withContent('c', { path: '/other' }),
      ];
      await store.write([...here, elsewhere].map(files.insert));

      expect((await files.listContentIds('company')).toSorted()).toEqual(['a', 'b', 'c']);
    });

    test('deletions are listed until the file is there again', async () => {
      const { fileRevisions: files } = aScope(store);
      const deletion = (path: string, revision: number, createdAt: number) => {
        const { content: _, ...rest } = aFileRevision({ path, revision, createdAt });
        return rest;
      };
      const [early, late] = [deletion('/z', 2, start), deletion('/a', 1, start + 1)];
      const again = [deletion('/again', 1, start), aFileRevision({ path: '/again', revision: 2 })];
      await store.write([early, late, ...again].map(files.insert));

      expect(await files.listDeleted('company')).toEqual([late, early]);
    });

    test('revisions of a file move behind those that are at the new path', async () => {
      const { fileRevisions: files } = aScope(store);
      const [here, there] = [aFileRevision(), aFileRevision({ path: '/new', revision: 3 })];
      await store.write([here, { ...here, revision: 2 }, there].map(files.insert));

      await store.write([files.move('company', '/file', '/new', 3)]);

      expect((await files.list('company', '/new')).map(({ revision }) => revision)).toEqual([3, 4, 5]);
      expect(await files.list('company', '/file')).toEqual([]);
      await expect(store.write([files.move('company', '/file', '/new', 9)])).rejects.toBeInstanceOf(Conflict);
      await store.write([files.insert(here)]);
      await expect(store.write([files.move('company', '/file', '/new', 2)])).rejects.toBeInstanceOf(Conflict);
      expect(await files.list('company', '/file')).toEqual([here]);
    });

    test.for<[string, QueryFilter[], readonly string[] | 'all', string[]]>([
      ['nothing', [], 'all', ['a', 'b', 'c']],
      ['free text', [{ field: 'q', operation: 'EQUALS', value: 'TEAM' }], 'all', ['b']],
      ['namespace', [{ field: 'namespace', operation: 'PREFIX', value: 'company' }], 'all', ['a', 'b']],
      ['key', [{ field: 'key', operation: 'EQUALS', value: 'c' }], 'all', ['c']],
      ['what may be seen', [], ['company'], ['a', 'b']],
    ])('search of pairs and secrets by %s', async ([, filters, visible, expected]) => {
      const { kv, secrets } = aScope(store);
      for (const [namespace, key] of [
        ['companyx', 'c'],
        ['company.team', 'b'],
        ['company', 'a'],
      ] as const) {
        await store.write([kv.put(aKvPair({ namespace, key })), secrets.insert(aSecret({ namespace, key }))]);
      }
      for (const found of [
        await kv.search(filters, firstPage, visible),
        await secrets.search(filters, firstPage, visible),
      ]) {
        expect(found.results.map(({ key }) => key)).toEqual(expected);
        expect(found.total).toBe(expected.length);
      }
    });
  });
}
