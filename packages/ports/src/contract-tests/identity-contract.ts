import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageRequest, TenantKey } from '@windhover/model';
import { Conflict, type Store } from '../index.ts';
import { aSession, aToken, aUser } from './builders.ts';
import { aScope, start, unique, type OpenedStore, type OpenStore } from './opened-store.ts';

const firstPage: PageRequest = { page: 1, size: 100, sort: [] };

export function identityContract(open: OpenStore): void {
  describe('identity', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('of many first users one wins', async () => {
      const mine = await open();
      const { identity } = mine.store;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, () => mine.store.write([identity.insertFirstUser(aUser())])),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await identity.countUsers()).toBe(1);
      await expect(mine.store.write([identity.insertFirstUser(aUser())])).rejects.toMatchObject({ thing: 'Setup' });
      await mine.close();
    });

    test('a user comes back as stored, found by name in any case', async () => {
      const user = aUser({
        username: `JÖRG${unique('')}@Example.com`,
        email: 'j@example.com',
        firstName: 'Jörg',
        lastName: "O'Neil",
        description: '🦅',
        passwordHash: '$argon2id$…',
        superAdmin: true,
        restricted: true,
        tenantKey: 'dev' as TenantKey,
      });
      await store.write([store.identity.insertUser(user)]);
      expect(await store.identity.findUser(user.id)).toEqual(user);
      expect(await store.identity.findUserByName(user.username.toLowerCase())).toEqual(user);
      expect(await store.identity.findUserByName(unique('u'))).toBeUndefined();
    });

    test('ids and names are used once, in any case', async () => {
      const user = aUser();
      await store.write([store.identity.insertUser(user)]);
      for (const twin of [aUser({ id: user.id }), aUser({ username: user.username.toUpperCase() })]) {
        await expect(store.write([store.identity.insertUser(twin)])).rejects.toMatchObject({
          thing: 'User',
          id: twin.username,
        });
      }
    });

    test('an update replaces everything but id and type', async () => {
      const [user, other] = [aUser({ email: 'old@example.com' }), aUser()];
      await store.write([store.identity.insertUser(user), store.identity.insertUser(other)]);
      const { email: _gone, ...rest } = user;
      const changed = { ...rest, type: 'SERVICE_ACCOUNT' as const, username: unique('new'), superAdmin: true };
      await store.write([store.identity.updateUser(changed)]);
      expect(await store.identity.findUser(user.id)).toEqual({ ...changed, type: 'USER' });
      expect(await store.identity.findUserByName(user.username)).toBeUndefined();
      await expect(
        store.write([store.identity.updateUser({ ...changed, username: other.username })]),
      ).rejects.toBeInstanceOf(Conflict);
      await expect(store.write([store.identity.updateUser(aUser())])).rejects.toBeInstanceOf(Conflict);
    });

    test('a person is found by what a provider calls them, and by nobody else is it taken', async () => {
      const [issuer, subject] = [unique('https://issuer/'), unique('s')];
      const identities = [
        { provider: 'one', issuer, subject },
        { provider: 'two', issuer: `${issuer}/2`, subject },
      ];
      const user = aUser({ identities });
      await store.write([store.identity.insertUser(user)]);
      expect(await store.identity.findUserByIdentity(issuer, subject)).toEqual(user);
      expect(await store.identity.findUserByIdentity(`${issuer}/2`, subject)).toEqual(user);
      expect(await store.identity.findUserByIdentity(issuer, subject.toUpperCase())).toBeUndefined();

      const other = aUser();
      const twin = aUser({ identities: [identities[0]!] });
      await expect(store.write([store.identity.insertUser(twin)])).rejects.toBeInstanceOf(Conflict);
      await store.write([store.identity.insertUser(other)]);
      const taking = { ...other, identities: [identities[1]!] };
      await expect(store.write([store.identity.updateUser(taking)])).rejects.toBeInstanceOf(Conflict);

      await store.write([store.identity.updateUser({ ...user, identities: [identities[1]!] })]);
      expect(await store.identity.findUserByIdentity(issuer, subject)).toBeUndefined();
      await store.write([store.identity.deleteUser(user.id), store.identity.updateUser(taking)]);
      expect(await store.identity.findUserByIdentity(`${issuer}/2`, subject)).toEqual(taking);
    });

    test('lists and searches of users', async () => {
      const word = unique('w');
      const [one, two, robot] = [
        aUser({ id: `${word}2`, username: `b${word}`, superAdmin: true }),
        aUser({ id: `${word}1`, username: `a${word}`, email: `X@${word}.org`, firstName: 'Ann', lastName: `O${word}` }),
        aUser({ id: unique('zz'), username: `c${word}`, type: 'SERVICE_ACCOUNT' }),
      ];
      await store.write([one, two, robot].map((user) => store.identity.insertUser(user)));
      const search = async (field: string, value: string, operation: 'EQUALS' | 'NOT_EQUALS' = 'EQUALS') =>
        (
          await store.identity.searchUsers(
            [
              { field: 'q', operation: 'EQUALS', value: word },
              { field, operation, value },
            ],
            firstPage,
          )
        ).results.map(({ id }) => id);
      expect(await search('q', word)).toEqual([two.id, one.id, robot.id]);
      expect(await search('type', 'SERVICE_ACCOUNT')).toEqual([robot.id]);
      expect(await search('super_admin', 'true')).toEqual([one.id]);
      expect(await search('super_admin', 'false')).toEqual([two.id, robot.id]);
      expect(await search('email', `x@${word.toUpperCase()}.org`)).toEqual([two.id]);
      expect(await search('username', `A${word}`)).toEqual([two.id]);
      expect(await search('username', `A${word}`, 'NOT_EQUALS')).toEqual([one.id, robot.id]);
      expect(await search('q', `ann o${word}`)).toEqual([two.id]);
      const byName = { ...firstPage, sort: [{ field: 'username', direction: 'desc' as const }] };
      const named = await store.identity.searchUsers([{ field: 'q', operation: 'EQUALS', value: word }], byName);
      expect(named.results.map(({ id }) => id)).toEqual([robot.id, one.id, two.id]);
      expect((await store.identity.listUsers('SERVICE_ACCOUNT')).map(({ id }) => id)).toContain(robot.id);
      expect((await store.identity.listUsers('USER')).map(({ id }) => id)).not.toContain(robot.id);
      expect(await store.identity.listUsers()).toHaveLength(await store.identity.countUsers());
    });

    test('a deleted user leaves nothing', async () => {
      const user = aUser();
      const [session, token] = [aSession({ userId: user.id }), aToken({ userId: user.id })];
      const { access, key } = aScope(store);
      await store.write([
        store.identity.insertUser(user),
        store.identity.insertSession(session),
        store.identity.insertToken(token),
        access.grantAccess({ userId: user.id, origin: 'DIRECT', createdAt: start }),
        access.insertBinding({ id: 'b', type: 'USER', externalId: user.id, roleId: 'r' }),
        access.insertBinding({ id: 'g', type: 'GROUP', externalId: user.id, roleId: 'r' }),
        access.putMember({ groupId: 'g', userId: user.id, membership: 'OWNER' }),
      ]);
      expect(await store.access.tenantsOf(user.id)).toEqual([key]);

      await store.write([store.identity.deleteUser(user.id)]);

      expect(await store.identity.findUser(user.id)).toBeUndefined();
      expect(await store.identity.findSession(session.hash)).toBeUndefined();
      expect(await store.identity.listTokens(user.id)).toEqual([]);
      expect(await store.access.tenantsOf(user.id)).toEqual([]);
      expect((await access.listBindings()).map(({ id }) => id)).toEqual(['g']);
      expect(await access.listMembers({ userId: user.id })).toEqual([]);
    });

    test('failed logins of a name are counted, each after the one before, until they are forgotten', async () => {
      const { identity } = store;
      const name = unique('hash');
      const first = { count: 1, expiresAt: start + 10 };
      const second = { count: 2, lockedUntil: start + 50, expiresAt: start + 50 };

      await store.write([identity.noteFailedLogins(name, undefined, first)]);
      expect(await identity.findFailedLogins(name)).toEqual(first);
      await expect(store.write([identity.noteFailedLogins(name, undefined, first)])).rejects.toMatchObject({
        thing: 'Failed logins',
      });
      await store.write([identity.noteFailedLogins(name, first, second)]);
      expect(await identity.findFailedLogins(name)).toEqual(second);
      expect(await identity.findFailedLogins(unique('u'))).toBeUndefined();

      await store.write([identity.deleteFailedLoginsExpiredBefore(start + 50)]);
      expect(await identity.findFailedLogins(name)).toEqual(second);
      await store.write([identity.deleteFailedLoginsExpiredBefore(start + 51)]);
      expect(await identity.findFailedLogins(name)).toBeUndefined();

      const [mine, other] = [unique('u'), unique('u')];
      await store.write([mine, other].map((one) => identity.noteFailedLogins(one, undefined, first)));
      await store.write([identity.forgetFailedLogins(mine)]);
      expect(await identity.findFailedLogins(mine)).toBeUndefined();
      expect(await identity.findFailedLogins(other)).toEqual(first);
    });

    test('sessions are found, touched forward only, and end', async () => {
      const { identity } = store;
      const userId = unique('u');
      const [one, two, three] = [
        aSession({ userId, impersonatedBy: 'admin' }),
        aSession({ userId, expiresAt: start - 1 }),
        aSession({ userId, signOn: { provider: 'one', idToken: 'e30.e30.' } }),
      ];
      await store.write([one, two, three].map((session) => identity.insertSession(session)));
      expect(await identity.findSession(one.hash)).toEqual(one);
      await store.write([identity.touchSession(one.hash, start + 50)]);
      await store.write([identity.touchSession(one.hash, start + 20)]);
      expect((await identity.findSession(one.hash))?.lastSeenAt).toBe(start + 50);
      await store.write([identity.deleteSessionsExpiredBefore(start)]);
      expect(await identity.findSession(two.hash)).toBeUndefined();
      expect(await identity.findSession(three.hash)).toEqual(three);
      await store.write([identity.deleteSession(three.hash)]);
      expect(await identity.findSession(three.hash)).toBeUndefined();
      await store.write([identity.deleteSessionsOf(userId)]);
      expect(await identity.findSession(one.hash)).toBeUndefined();
    });

    test('tokens are found by prefix and belong to one user', async () => {
      const { identity } = store;
      const token = aToken({ expiresAt: start + 9, maxAgeMs: 5, extended: true });
      const twin = aToken({ prefix: token.prefix });
      await store.write([token, twin].map((token) => identity.insertToken(token)));
      expect(new Set(await identity.findTokens(token.prefix))).toEqual(new Set([token, twin]));
      expect(await identity.listTokens(token.userId)).toEqual([token]);
      await store.write([identity.updateToken({ ...token, lastUsedAt: start + 1 })]);
      expect((await identity.listTokens(token.userId))[0]?.lastUsedAt).toBe(start + 1);
      await expect(store.write([identity.deleteToken(twin.userId, token.id)])).rejects.toMatchObject({
        thing: 'Token',
        id: token.id,
      });
      await store.write([identity.deleteToken(token.userId, token.id)]);
      await store.write([identity.updateToken(token)]);
      expect(await identity.listTokens(token.userId)).toEqual([]);
    });
  });
}
