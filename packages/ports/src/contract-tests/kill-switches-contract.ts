import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, type Store } from '../index.ts';
import { aKillSwitch, aTenant } from './builders.ts';
import { start, type OpenedStore, type OpenStore } from './opened-store.ts';

export function killSwitchesContract(open: OpenStore): void {
  describe('kill switches', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('a switch comes back as it was stored, alone and in the list', async () => {
      const { key } = aTenant();
      const full = aKillSwitch({
        name: 'Zahlungen über Nacht',
        description: 'ü',
        evaluationType: 'IGNORE',
        tenantKey: key,
        namespace: 'company.team',
        flowId: 'flow',
        executionIds: ['a', 'b'],
        endsAt: start + 1,
        enabled: false,
      });
      const bare = aKillSwitch();
      await store.write([store.killSwitches.insert(full), store.killSwitches.insert(bare)]);

      expect(await store.killSwitches.find(full.id)).toEqual(full);
      expect(await store.killSwitches.find(bare.id)).toEqual(bare);
      expect(await store.killSwitches.find('none')).toBeUndefined();
      const ids = [full, bare].map(({ id }) => id).toSorted();
      const listed = (await store.killSwitches.list()).filter(({ id }) => ids.includes(id));
      expect(listed.map(({ id }) => id)).toEqual(ids);
      expect(listed).toContainEqual(full);
    });

    test('a switch is replaced and deleted, unless there is none', async () => {
      const before = aKillSwitch({ endsAt: start + 1 });
      const { endsAt: _endsAt, ...rest } = before;
      const after = { ...rest, name: 'after', enabled: false };
      await store.write([store.killSwitches.insert(before)]);

      await store.write([store.killSwitches.update(after)]);
      expect(await store.killSwitches.find(before.id)).toEqual(after);
      await store.write([store.killSwitches.delete(before.id)]);
      expect(await store.killSwitches.find(before.id)).toBeUndefined();

      await expect(store.write([store.killSwitches.update(after)])).rejects.toBeInstanceOf(Conflict);
      await expect(store.write([store.killSwitches.delete(before.id)])).rejects.toMatchObject({
        thing: 'Kill switch',
        id: before.id,
      });
    });

    test('the switches of a tenant go with it, and no others', async () => {
      const [tenant, other] = [aTenant(), aTenant()];
      const [own, of, all] = [
        aKillSwitch({ tenantKey: tenant.key }),
        aKillSwitch({ tenantKey: other.key }),
        aKillSwitch(),
      ];
      await store.write([
        ...[tenant, other].map(store.tenants.insert),
        ...[own, of, all].map(store.killSwitches.insert),
      ]);

      await store.write([store.tenants.remove(tenant.key)]);

      expect(await store.killSwitches.find(own.id)).toBeUndefined();
      expect(await store.killSwitches.find(of.id)).toEqual(of);
      expect(await store.killSwitches.find(all.id)).toEqual(all);
    });
  });
}
