import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, type Store } from '../index.ts';
import { aBlock, aTenant } from './builders.ts';
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

    test('a revision comes back as it was saved, also once there is a newer one', async () => {
      const { reusableInputs } = aScope(store);
      const first = aBlock({
        source: 'id: "héllo 🦅"\n',
        document: { inputs: [{ id: 'a' }, null] },
        createdBy: 'jane',
      });
      const second = aBlock({ revision: 2 });
      await store.write([reusableInputs.append(first), reusableInputs.append(second)]);
      expect(await reusableInputs.findLatest('company.team', 'block')).toEqual(second);
      expect(await reusableInputs.findRevision('company.team', 'block', 1)).toEqual(first);
      expect(await reusableInputs.findRevision('company.team', 'block', 3)).toBeUndefined();
      expect(await reusableInputs.listRevisions('company.team', 'block')).toEqual([first, second]);
      expect(await reusableInputs.findLatest('company', 'block')).toBeUndefined();
    });

    test('revisions follow each other without gaps', async () => {
      const { reusableInputs } = aScope(store);
      const append = (revision: number) => store.write([reusableInputs.append(aBlock({ revision }))]);
      await expect(append(2)).rejects.toBeInstanceOf(Conflict);
      await append(1);
      await expect(append(1)).rejects.toMatchObject({ thing: 'Reusable inputs', id: 'company.team.block' });
      await append(2);
      await expect(append(4)).rejects.toBeInstanceOf(Conflict);
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
