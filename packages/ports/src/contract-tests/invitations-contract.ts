import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageRequest, QueryFilter } from '@windhover/model';
import { Conflict, type Store } from '../index.ts';
import { anInvitation, aTenant } from './builders.ts';
import { aScope, start, type OpenedStore, type OpenStore } from './opened-store.ts';

const firstPage: PageRequest = { page: 1, size: 100, sort: [] };

export function invitationsContract(open: OpenStore): void {
  describe('invitations', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('an invitation comes back as it was stored, by id and by e-mail in any case', async () => {
      const { key, invitations } = aScope(store);
      const invitation = anInvitation({ email: 'Jörg@example.com', invitedBy: 'u' });
      await store.write([invitations.insert(invitation)]);
      expect(await invitations.find(invitation.id)).toEqual(invitation);
      expect(await invitations.listByEmail('JÖRG@EXAMPLE.COM')).toEqual([invitation]);
      expect(await store.invitations.find(invitation.id)).toEqual({ key, invitation });
      expect(await store.invitations.listByEmail(invitation.email)).toContainEqual({ key, invitation });
      expect(await aScope(store).invitations.find(invitation.id)).toBeUndefined();
      const found = await invitations.search([{ field: 'q', operation: 'EQUALS', value: 'example' }], firstPage);
      expect(found).toEqual({ results: [invitation], total: 1 });
      const byEmail = [{ field: 'email', operation: 'EQUALS', value: 'JÖRG@EXAMPLE.COM' }] as const;
      expect((await invitations.search(byEmail, firstPage)).results).toEqual([invitation]);
    });

    test('one e-mail has one pending invitation in a tenant, unless that has expired', async () => {
      const { invitations } = aScope(store);
      const first = anInvitation();
      const second = anInvitation({ email: first.email.toUpperCase(), sentAt: first.expiresAt - 1 });
      await store.write([invitations.insert(first)]);
      await store.write([aScope(store).invitations.insert(second)]);
      await expect(store.write([invitations.insert({ ...second, id: 'other' })])).rejects.toMatchObject({
        thing: 'Invitation',
        id: second.email,
      });

      const later = anInvitation({ email: first.email, sentAt: first.expiresAt, expiresAt: first.expiresAt + 9 });
      await store.write([invitations.insert(later)]);

      expect(await invitations.listByEmail(first.email)).toEqual([later]);
    });

    test('invitations are found by their end, and sorted by it and by when they were sent', async () => {
      const { invitations } = aScope(store);
      const [one, two] = [
        anInvitation({ email: 'one@example.com', sentAt: start + 1, expiresAt: start + 9 }),
        anInvitation({ email: 'two@example.com', sentAt: start + 2, expiresAt: start + 8 }),
      ];
      await store.write([invitations.insert(one), invitations.insert(two)]);
      const found = async (filters: readonly QueryFilter[], sort: PageRequest['sort']): Promise<string[]> =>
        (await invitations.search(filters, { ...firstPage, sort })).results.map(({ id }) => id);
      const value = new Date(start + 8).toISOString();

      expect(await found([{ field: 'expired_at', operation: 'GREATER_THAN', value }], [])).toEqual([one.id]);
      expect(await found([], [{ field: 'expiredAt', direction: 'asc' }])).toEqual([two.id, one.id]);
      expect(await found([], [{ field: 'sentAt', direction: 'asc' }])).toEqual([one.id, two.id]);
    });

    test('an invitation is accepted once', async () => {
      const { invitations } = aScope(store);
      const invitation = anInvitation();
      const accepted = { ...invitation, status: 'ACCEPTED' as const, acceptedAt: start + 5 };
      await store.write([invitations.insert(invitation)]);
      await store.write([invitations.accept(accepted)]);
      expect(await invitations.find(invitation.id)).toEqual(accepted);
      await expect(store.write([invitations.accept(accepted)])).rejects.toBeInstanceOf(Conflict);
      await store.write([invitations.insert(anInvitation({ email: invitation.email }))]);
      const pending = await invitations.search([{ field: 'status', operation: 'EQUALS', value: 'PENDING' }], firstPage);
      expect(pending.total).toBe(1);
      await store.write([invitations.delete(invitation.id)]);
      await expect(store.write([invitations.delete(invitation.id)])).rejects.toBeInstanceOf(Conflict);
    });

    test('they go with their tenant', async () => {
      const tenant = aTenant();
      const { invitations } = store.scope(tenant.key);
      const invitation = anInvitation();
      await store.write([store.tenants.insert(tenant), invitations.insert(invitation)]);
      await store.write([store.tenants.remove(tenant.key)]);
      expect(await store.invitations.find(invitation.id)).toBeUndefined();
      await expect(store.write([invitations.insert(anInvitation())])).rejects.toBeInstanceOf(Conflict);
    });
  });
}
