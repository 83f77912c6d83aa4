import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, type Store } from '../index.ts';
import { aDashboard, aTenant } from './builders.ts';
import { aScope, start, type OpenedStore, type OpenStore } from './opened-store.ts';

export function dashboardsContract(open: OpenStore): void {
  describe('dashboards', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('a dashboard comes back as it was stored, is changed and deleted', async () => {
      const { dashboards } = aScope(store);
      const first = aDashboard({ source: 'title: "Ünter 🦅"\n', document: { title: 'x', a: null }, createdBy: 'jane' });
      await store.write([dashboards.insert(first)]);
      expect(await dashboards.find('dashboard')).toEqual(first);
      await expect(store.write([dashboards.insert(first)])).rejects.toMatchObject({
        thing: 'Dashboard',
        id: 'dashboard',
      });

      const changed = aDashboard({ title: 'Changed', updatedAt: start + 1 });
      await store.write([dashboards.replace(changed, start)]);
      expect(await dashboards.find('dashboard')).toEqual(changed);

      await store.write([dashboards.delete('dashboard')]);
      expect(await dashboards.find('dashboard')).toBeUndefined();
      await expect(store.write([dashboards.delete('dashboard')])).rejects.toBeInstanceOf(Conflict);
    });

    test('of two changes to what was read once, one wins', async () => {
      const { dashboards } = aScope(store);
      await store.write([dashboards.insert(aDashboard())]);
      await store.write([dashboards.replace(aDashboard({ title: 'One', updatedAt: start + 1 }), start)]);
      const second = store.write([dashboards.replace(aDashboard({ title: 'Two', updatedAt: start + 2 }), start)]);
      await expect(second).rejects.toBeInstanceOf(Conflict);
      expect((await dashboards.find('dashboard'))?.title).toBe('One');
    });

    test('a search finds ids and titles, sorted and paged as asked', async () => {
      const { dashboards } = aScope(store);
      await store.write(
        [
          aDashboard({ id: 'a', title: 'Sales', createdAt: start + 2 }),
          aDashboard({ id: 'b', title: 'Loads', createdAt: start + 1 }),
          aDashboard({ id: 'sales-too', title: 'More', createdAt: start }),
        ].map((dashboard) => dashboards.insert(dashboard)),
      );
      const ids = async (text: string | undefined, field: string, size = 9) => {
        const filters = text === undefined ? [] : [{ field: 'q', operation: 'EQUALS', value: text } as const];
        const found = await dashboards.search(filters, { page: 1, size, sort: [{ field, direction: 'asc' }] });
        return [found.total, ...found.results.map(({ id }) => id)];
      };
      expect(await ids(undefined, 'title')).toEqual([3, 'b', 'sales-too', 'a']);
      expect(await ids('SALES', 'id')).toEqual([2, 'a', 'sales-too']);
      expect(await ids(undefined, 'created', 1)).toEqual([3, 'sales-too']);
    });

    test('they go with their tenant', async () => {
      const tenant = aTenant();
      const { dashboards } = store.scope(tenant.key);
      await store.write([store.tenants.insert(tenant), dashboards.insert(aDashboard())]);
      await store.write([store.tenants.remove(tenant.key)]);
      expect(await dashboards.find('dashboard')).toBeUndefined();
    });
  });
}
