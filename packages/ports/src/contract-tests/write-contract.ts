import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, type Store } from '../index.ts';
import { aRevision } from './builders.ts';
import { aScope, unique, type OpenedStore, type OpenStore } from './opened-store.ts';

/** Writes: all or nothing, in order, alone or side by side. */
export function writeContract(open: OpenStore): void {
  describe('write', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('operations of one write are committed together', async () => {
      const { flows } = aScope(store);
      await store.write([flows.append(aRevision({ id: 'a' })), flows.append(aRevision({ id: 'b' }))]);
      expect((await flows.list()).map(({ id }) => id)).toEqual(['a', 'b']);
    });

    test('a conflict in one operation takes the others with it', async () => {
      const { flows } = aScope(store);
      await store.write([flows.append(aRevision({ id: 'a' }))]);

      const refused = store.write([flows.append(aRevision({ id: 'b' })), flows.append(aRevision({ id: 'a' }))]);

      await expect(refused).rejects.toMatchObject({ name: 'Conflict', thing: 'Flow', id: 'company.team.a' });
      expect(await flows.findLatest('company.team', 'b')).toBeUndefined();
    });

    test('later operations of a write see what earlier ones did', async () => {
      const { flows } = aScope(store);
      await store.write([1, 2, 3].map((revision) => flows.append(aRevision({ revision }))));
      expect((await flows.findLatest('company.team', 'flow'))?.revision).toBe(3);
    });

    test('of many writes at once each has its own fate', async () => {
      const { flows } = aScope(store);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 200 }, (_, index) => store.write([flows.append(aRevision({ id: `f${index % 100}` }))])),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Conflict);
      expect(await flows.count()).toBe(100);
    });

    test('an empty write is one, too', async () => {
      await expect(store.write([])).resolves.toBeUndefined();
    });

    test('settings are set, replaced, and claimed once', async () => {
      const key = unique('setting');
      expect(await store.getSetting(key)).toBeUndefined();
      await store.write([store.claimSetting(key, 'first')]);
      await expect(store.write([store.claimSetting(key, 'second')])).rejects.toBeInstanceOf(Conflict);
      expect(await store.getSetting(key)).toBe('first');
      await store.write([store.setSetting(key, 'third ✓ "quoted" \u0000')]);
      expect(await store.getSetting(key)).toBe('third ✓ "quoted" \u0000');
    });

    test('an announcement goes with the unit that it is part of', async () => {
      const key = unique('setting');
      await store.write([store.announce({ of: key }), store.claimSetting(key, 'first')]);

      await expect(
        store.write([store.announce({ of: key }), store.claimSetting(key, 'second')]),
      ).rejects.toBeInstanceOf(Conflict);

      expect(await store.getSetting(key)).toBe('first');
    });

    test('what was written is there after the store was opened again', async () => {
      const mine = await open();
      const key = unique('setting');
      const scope = aScope(mine.store);
      await mine.store.write([mine.store.setSetting(key, 'kept'), scope.flows.append(aRevision())]);

      const reopened = await mine.reopen();

      expect(await reopened.getSetting(key)).toBe('kept');
      expect(await reopened.scope(scope.key).flows.findLatest('company.team', 'flow')).toEqual(aRevision());
      await mine.close();
    });

    test('closing ends what was begun, and may be repeated', async () => {
      const mine = await open();
      const { flows } = aScope(mine.store);
      const writes = Array.from({ length: 50 }, (_, index) =>
        mine.store.write([flows.append(aRevision({ id: `f${index}` }))]),
      );
      await Promise.all([...writes, mine.store.close(), mine.store.close()]);
      await mine.close();
    });
  });
}
