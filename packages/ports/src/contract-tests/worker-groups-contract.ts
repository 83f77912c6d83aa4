import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, type Store } from '../index.ts';
import { aTenant, aWorkerGroup, aWorkerToken } from './builders.ts';
import { start, type OpenedStore, type OpenStore } from './opened-store.ts';

export function workerGroupsContract(open: OpenStore): void {
  describe('worker groups', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('a group comes back as it was stored, alone and in the list', async () => {
      const full = aWorkerGroup({ name: 'Über', description: 'ü', allowedTenants: [aTenant().key] });
      const bare = aWorkerGroup();
      await store.write([store.workerGroups.insert(full), store.workerGroups.insert(bare)]);

      expect(await store.workerGroups.find(full.id)).toEqual(full);
      expect(await store.workerGroups.find('none')).toBeUndefined();
      const ids = [full, bare].map(({ id }) => id).toSorted();
      const listed = (await store.workerGroups.list()).filter(({ id }) => ids.includes(id));
      expect(listed.map(({ id }) => id)).toEqual(ids);
      expect(listed).toContainEqual(full);
    });

    test('a group is made once, replaced and deleted, unless there is none', async () => {
      const before = aWorkerGroup({ description: 'before' });
      const after = aWorkerGroup({ id: before.id, name: 'after' });
      await store.write([store.workerGroups.insert(before)]);
      await expect(store.write([store.workerGroups.insert(before)])).rejects.toBeInstanceOf(Conflict);

      await store.write([store.workerGroups.update(after)]);
      expect(await store.workerGroups.find(before.id)).toEqual(after);
      await store.write([store.workerGroups.delete(before.id)]);
      expect(await store.workerGroups.find(before.id)).toBeUndefined();

      await expect(store.write([store.workerGroups.update(after)])).rejects.toBeInstanceOf(Conflict);
      await expect(store.write([store.workerGroups.delete(before.id)])).rejects.toMatchObject({
        thing: 'Worker group',
        id: before.id,
      });
    });

    test('a token is found by its prefix, changed, and deleted in its own group alone', async () => {
      const [group, other] = [aWorkerGroup(), aWorkerGroup()];
      const token = aWorkerToken(group.id, { description: 'ü', expiresAt: start + 1 });
      await store.write([group, other].map(store.workerGroups.insert));
      await store.write([store.workerGroups.insertToken(token)]);
      expect(await store.workerGroups.findTokens(token.prefix)).toEqual([token]);

      const revoked = { ...token, revokedAt: start };
      await store.write([store.workerGroups.updateToken(revoked)]);
      expect((await store.workerGroups.listTokens()).filter(({ id }) => id === token.id)).toEqual([revoked]);

      const elsewhere = store.workerGroups.deleteToken(other.id, token.id);
      await expect(store.write([elsewhere])).rejects.toBeInstanceOf(Conflict);
      await store.write([store.workerGroups.deleteToken(group.id, token.id)]);
      expect(await store.workerGroups.findTokens(token.prefix)).toEqual([]);
      // A change that comes after it brings nothing back
      await store.write([store.workerGroups.updateToken(revoked)]);
      expect(await store.workerGroups.findTokens(token.prefix)).toEqual([]);
    });

    test('the tokens of a group go with it, and no others', async () => {
      const [group, other] = [aWorkerGroup(), aWorkerGroup()];
      const [own, of] = [aWorkerToken(group.id), aWorkerToken(other.id)];
      await store.write([group, other].map(store.workerGroups.insert));
      await store.write([own, of].map(store.workerGroups.insertToken));

      await store.write([store.workerGroups.delete(group.id)]);

      expect(await store.workerGroups.findTokens(own.prefix)).toEqual([]);
      expect(await store.workerGroups.findTokens(of.prefix)).toEqual([of]);
    });
  });
}
