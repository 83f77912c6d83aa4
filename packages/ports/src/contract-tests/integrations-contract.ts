import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, type Store } from '../index.ts';
import { aLink, anIntegration, aTenant, aUser } from './builders.ts';
import { aScope, start, unique, type OpenedStore, type OpenStore } from './opened-store.ts';

export function integrationsContract(open: OpenStore): void {
  describe('security integrations', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('an integration comes back as it was stored, is changed and deleted', async () => {
      const { integrations } = aScope(store);
      const integration = anIntegration({ description: '🦅' });
      await store.write([integrations.insert(integration)]);
      expect(await integrations.find(integration.id)).toEqual(integration);
      expect(await integrations.list()).toEqual([integration]);
      await expect(store.write([integrations.insert(integration)])).rejects.toMatchObject({ thing: 'Integration' });

      await store.write([integrations.update({ ...integration, enabled: false })]);
      expect(await integrations.find(integration.id)).toEqual({ ...integration, enabled: false });
      await expect(store.write([integrations.update(anIntegration())])).rejects.toBeInstanceOf(Conflict);

      await store.write([integrations.delete(integration.id)]);
      expect(await integrations.find(integration.id)).toBeUndefined();
      await expect(store.write([integrations.delete(integration.id)])).rejects.toBeInstanceOf(Conflict);
    });

    test('links are put, found by kind, and go with the integration', async () => {
      const { integrations } = aScope(store);
      const [one, other] = [anIntegration(), anIntegration()];
      const link = aLink({ integrationId: one.id, resourceId: 'r', externalId: 'x' });
      const ofGroup = aLink({ integrationId: one.id, kind: 'Group', resourceId: 'r' });
      const ofOther = aLink({ integrationId: other.id, resourceId: 'r' });
      await store.write([integrations.insert(one), integrations.insert(other)]);
      await store.write([link, ofGroup, ofOther].map((each) => integrations.putLink(each)));
      expect(await integrations.findLink(one.id, 'User', 'r')).toEqual(link);
      expect(await integrations.listLinks(one.id, 'Group')).toEqual([ofGroup]);

      const changed = { ...link, state: 'INACTIVE', updatedAt: start + 9 } as const;
      await store.write([integrations.putLink(changed)]);
      expect(await integrations.listLinks(one.id, 'User')).toEqual([changed]);

      await store.write([integrations.delete(one.id)]);
      expect(await integrations.findLink(one.id, 'User', 'r')).toBeUndefined();
      expect(await integrations.listLinks(other.id, 'User')).toEqual([ofOther]);
    });

    test('links go with the user and with the group', async () => {
      const { integrations, access } = aScope(store);
      const [user, groupId] = [aUser(), unique('g')];
      const links = [
        aLink({ resourceId: user.id }),
        aLink({ kind: 'Group', resourceId: groupId }),
        // Another thing of the same id
        aLink({ kind: 'Group', resourceId: user.id }),
        aLink({ resourceId: groupId }),
      ];
      const group = access.insertGroup({ id: groupId, name: groupId });
      await store.write([store.identity.insertUser(user), group, ...links.map((each) => integrations.putLink(each))]);

      await store.write([store.identity.deleteUser(user.id), access.deleteGroup(groupId)]);

      expect(await integrations.listLinks('integration', 'User')).toEqual([links[3]]);
      expect(await integrations.listLinks('integration', 'Group')).toEqual([links[2]]);
    });

    test('they go with their tenant', async () => {
      const tenant = aTenant();
      const { integrations } = store.scope(tenant.key);
      const integration = anIntegration();
      const link = aLink({ integrationId: integration.id });
      await store.write([store.tenants.insert(tenant), integrations.insert(integration), integrations.putLink(link)]);
      await store.write([store.tenants.remove(tenant.key)]);
      expect(await integrations.list()).toEqual([]);
      expect(await integrations.listLinks(integration.id, 'User')).toEqual([]);
      await expect(store.write([integrations.putLink(link)])).rejects.toBeInstanceOf(Conflict);
    });
  });
}
