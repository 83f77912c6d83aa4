import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Binding, PageRequest, QueryFilter, Role } from '@windhover/model';
import { Conflict, type Store } from '../index.ts';
import { aScope, start, type OpenedStore, type OpenStore } from './opened-store.ts';

const firstPage: PageRequest = { page: 1, size: 100, sort: [] };

export function accessContract(open: OpenStore): void {
  describe('access', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('access is granted once and keeps its origin unless it is asked for directly', async () => {
      const { access } = aScope(store);
      const grant = (origin: 'DIRECT' | 'BINDING' | 'GROUP', createdAt: number) =>
        store.write([access.grantAccess({ userId: 'u', origin, createdAt })]);
      await grant('GROUP', start);
      await grant('BINDING', start + 1);
      expect(await access.findAccess('u')).toEqual({ userId: 'u', origin: 'GROUP', createdAt: start });
      await grant('DIRECT', start + 2);
      await grant('BINDING', start + 3);
      expect(await access.listAccess()).toEqual([{ userId: 'u', origin: 'DIRECT', createdAt: start }]);
    });

    test('revoking takes bindings and memberships of the user along', async () => {
      const { access } = aScope(store);
      await store.write([
        access.grantAccess({ userId: 'u', origin: 'DIRECT', createdAt: start }),
        access.insertBinding(aBinding({ id: 'b1', externalId: 'u' })),
        access.insertBinding(aBinding({ id: 'b2', externalId: 'u', type: 'GROUP' })),
        access.insertBinding(aBinding({ id: 'b3', externalId: 'other' })),
        access.putMember({ groupId: 'g', userId: 'u', membership: 'MEMBER' }),
      ]);
      await store.write([access.revokeAccess('u')]);
      expect(await access.findAccess('u')).toBeUndefined();
      expect((await access.listBindings()).map(({ id }) => id)).toEqual(['b2', 'b3']);
      expect(await access.listMembers({ groupId: 'g' })).toEqual([]);
    });

    test('roles are inserted once, replaced, and deleted with their bindings', async () => {
      const { access } = aScope(store);
      const role = aRole({ description: 'ü', permissions: { FLOW: ['READ', 'CREATE'] } });
      await store.write([access.insertRole(role), access.insertBinding(aBinding({ roleId: role.id }))]);
      expect(await access.findRole(role.id)).toEqual(role);
      await expect(store.write([access.insertRole(role)])).rejects.toMatchObject({ thing: 'Role', id: role.id });
      await store.write([
        access.putRole({ ...role, name: 'renamed' }),
        access.putRole(aRole({ id: 'another', name: 'Zeta' })),
      ]);
      expect((await access.listRoles()).map(({ id, name }) => [id, name])).toEqual([
        ['another', 'Zeta'],
        ['role', 'renamed'],
      ]);
      expect((await access.findRoles(['role', 'none', 'another', 'role'])).map(({ id }) => id)).toEqual([
        'another',
        'role',
      ]);
      expect(await access.findRoles([])).toEqual([]);
      const found = await access.searchRoles([{ field: 'name', operation: 'CONTAINS', value: 'ET' }], firstPage);
      expect(found).toMatchObject({ total: 1, results: [{ id: 'another' }] });
      const sorted = await access.searchRoles([], { ...firstPage, sort: [{ field: 'name', direction: 'desc' }] });
      expect(sorted.results.map(({ id }) => id)).toEqual(['role', 'another']);
      await store.write([access.deleteRole(role.id)]);
      expect(await access.listBindings()).toEqual([]);
      await expect(store.write([access.deleteRole(role.id)])).rejects.toBeInstanceOf(Conflict);
    });

    test.for<[string, QueryFilter[], string[]]>([
      ['nothing', [], ['b1', 'b2', 'b3']],
      ['type', [{ field: 'type', operation: 'EQUALS', value: 'GROUP' }], ['b2']],
      ['holder', [{ field: 'id', operation: 'EQUALS', value: 'u' }], ['b1', 'b3']],
      ['namespace', [{ field: 'namespace', operation: 'EQUALS', value: 'prod' }], ['b3']],
      ['another namespace', [{ field: 'namespace', operation: 'NOT_EQUALS', value: 'prod' }], ['b1', 'b2']],
      ['role', [{ field: 'roleId', operation: 'IN', value: ['r2'] }], ['b3']],
    ])('search of bindings by %s', async ([, filters, expected]) => {
      const { access } = aScope(store);
      await store.write(
        [
          aBinding({ id: 'b1', externalId: 'u' }),
          aBinding({ id: 'b2', externalId: 'g', type: 'GROUP' }),
          aBinding({ id: 'b3', externalId: 'u', namespace: 'prod', roleId: 'r2' }),
        ].map((binding) => access.insertBinding(binding)),
      );
      const found = await access.searchBindings(filters, firstPage);
      expect(found.results.map(({ id }) => id)).toEqual(expected);
    });

    test('bindings are inserted once and found by holder', async () => {
      const { access } = aScope(store);
      const binding = aBinding({ namespace: 'company.team' });
      await store.write([access.insertBinding(binding)]);
      await expect(store.write([access.insertBinding(binding)])).rejects.toMatchObject({
        thing: 'Binding',
        id: 'binding',
      });
      expect(await access.findBinding('binding')).toEqual(binding);
      expect(await access.listBindings(binding)).toEqual([binding]);
      expect(await access.listBindings({ ...binding, externalId: 'nobody' })).toEqual([]);
      // A group of the same id is another holder
      expect(await access.listBindings({ ...binding, type: 'GROUP' })).toEqual([]);
      await store.write([access.deleteBinding('binding'), access.deleteBinding('binding')]);
      expect(await access.findBinding('binding')).toBeUndefined();
    });

    test('groups have one name each, and go with members and bindings', async () => {
      const { access } = aScope(store);
      const group = { id: 'g', name: 'Data', description: 'ü', external: true };
      await store.write([access.insertGroup(group), access.insertGroup({ id: 'h', name: 'Ops' })]);
      await expect(store.write([access.insertGroup({ id: 'i', name: 'Data' })])).rejects.toMatchObject({
        thing: 'Group',
        id: 'Data',
      });
      await expect(store.write([access.updateGroup({ id: 'h', name: 'Data' })])).rejects.toBeInstanceOf(Conflict);
      await expect(store.write([access.updateGroup({ id: 'none', name: 'None' })])).rejects.toBeInstanceOf(Conflict);
      await store.write([access.updateGroup({ ...group, name: 'Science' })]);
      expect(await access.findGroup('g')).toEqual({ ...group, name: 'Science' });
      expect((await access.findGroups(['h', 'g', "g' or 1", '\u0000'])).map(({ id }) => id)).toEqual(['g', 'h']);
      expect((await access.searchGroups([{ field: 'q', operation: 'EQUALS', value: 'scien' }], firstPage)).total).toBe(
        1,
      );

      await store.write([
        access.putMember({ groupId: 'g', userId: 'u', membership: 'MEMBER' }),
        access.putMember({ groupId: 'g', userId: 'u', membership: 'OWNER', managedExternally: true }),
        access.putMember({ groupId: 'h', userId: 'u', membership: 'MEMBER' }),
        access.insertBinding(aBinding({ type: 'GROUP', externalId: 'g' })),
      ]);
      expect(await access.listMembers({ groupId: 'g' })).toEqual([
        { groupId: 'g', userId: 'u', membership: 'OWNER', managedExternally: true },
      ]);
      expect((await access.listMembers({ userId: 'u' })).map(({ groupId }) => groupId)).toEqual(['g', 'h']);

      await store.write([access.deleteGroup('g'), access.deleteMember('h', 'u')]);
      expect(await access.listGroups()).toEqual([{ id: 'h', name: 'Ops' }]);
      expect(await access.listMembers({ userId: 'u' })).toEqual([]);
      expect(await access.listBindings()).toEqual([]);
    });

    test('tenants of a user', async () => {
      const [one, two] = [aScope(store), aScope(store)];
      const userId = `u${one.key}`;
      await store.write(
        [one, two].map(({ access }) => access.grantAccess({ userId, origin: 'DIRECT', createdAt: start })),
      );
      expect(new Set(await store.access.tenantsOf(userId))).toEqual(new Set([one.key, two.key]));
      await store.write([one.access.revokeAccess(userId)]);
      expect(await store.access.tenantsOf(userId)).toEqual([two.key]);
    });
  });
}

function aRole(overrides: Partial<Role> = {}): Role {
  return { id: 'role', name: 'Role', isDefault: false, isManaged: false, permissions: {}, ...overrides };
}

function aBinding(overrides: Partial<Binding> = {}): Binding {
  return { id: 'binding', type: 'USER', externalId: 'someone', roleId: 'role', ...overrides };
}
