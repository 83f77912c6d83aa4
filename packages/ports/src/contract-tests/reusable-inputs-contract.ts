import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../index.ts';
import { aBlock, aTenant } from './builders.ts';
import { keepRevisions } from './keep-revisions.ts';
import { aScope, type OpenedStore, type OpenStore } from './opened-store.ts';

export function reusableInputsContract(open: OpenStore): void {
  describe('reusable inputs', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    keepRevisions(() => store, {
      thing: 'Reusable inputs',
      id: 'block',
      of: ({ reusableInputs }) => reusableInputs,
      make: aBlock,
      document: { inputs: [{ id: 'a' }, null] },
    });

    test('revisions are listed, oldest first', async () => {
      const { reusableInputs } = aScope(store);
      const revisions = [aBlock(), aBlock({ revision: 2 })];
      await store.write(revisions.map((block) => reusableInputs.append(block)));
      expect(await reusableInputs.listRevisions('company.team', 'block')).toEqual(revisions);
    });

    test('a namespace lists the newest of its own by id, and no tombstones', async () => {
      const { reusableInputs } = aScope(store);
      const [b, a, gone] = ['b', 'a', 'gone'].map((id) => aBlock({ id }));
      const newer = aBlock({ id: 'b', revision: 2 });
      const tombstone = aBlock({ id: 'gone', revision: 2, deleted: true });
      const elsewhere = aBlock({ namespace: 'company', id: 'gone', revision: 1 });
      const saved = [b!, a!, gone!, newer, tombstone, elsewhere];
      await store.write(saved.map((block) => reusableInputs.append(block)));
      await store.write([
        reusableInputs.append(aBlock({ namespace: 'left', id: 'gone' })),
        reusableInputs.append(aBlock({ namespace: 'left', id: 'gone', revision: 2, deleted: true })),
      ]);
      expect(await reusableInputs.list('company.team')).toEqual([a, newer]);
      expect(await reusableInputs.listNamespaces()).toEqual(['company', 'company.team']);
      expect(await reusableInputs.findLatest('company.team', 'gone')).toEqual(tombstone);
    });

    test('they go with their tenant', async () => {
      const tenant = aTenant();
      const { reusableInputs } = store.scope(tenant.key);
      await store.write([store.tenants.insert(tenant), reusableInputs.append(aBlock())]);
      await store.write([store.tenants.remove(tenant.key)]);
      expect(await reusableInputs.findLatest('company.team', 'block')).toBeUndefined();
      expect(await reusableInputs.listRevisions('company.team', 'block')).toEqual([]);
    });
  });
}
