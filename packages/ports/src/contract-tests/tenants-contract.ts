import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageRequest, TenantKey } from '@windhover/model';
import { Conflict, type Store } from '../index.ts';
import {
  aKvPair,
  aLogChunk,
  anAuditEntry,
  anEndedRow,
  anExecution,
  aRevision,
  aSession,
  aTaskRun,
  aTemplate,
  aTenant,
  aToken,
  aUser,
  labelsOf,
} from './builders.ts';
import { start, takeShard, unique, type OpenedStore, type OpenStore } from './opened-store.ts';

const firstPage: PageRequest = { page: 1, size: 100, sort: [] };

export function tenantsContract(open: OpenStore): void {
  describe('tenants', () => {
    let opened: OpenedStore;
    let store: Store;
    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    test('a tenant comes back as it was stored, by id and by key', async () => {
      const tenant = aTenant({
        name: 'Ünïcode 🦅',
        settings: { quotas: { executions: 5 }, list: [1] },
        status: 'SUSPENDED',
      });
      await store.write([store.tenants.insert(tenant)]);
      expect(await store.tenants.find(tenant.id)).toEqual(tenant);
      expect(await store.tenants.findByKey(tenant.key)).toEqual(tenant);
      expect(await store.tenants.find(unique('t'))).toBeUndefined();
      expect(await store.tenants.list()).toContainEqual(tenant);
    });

    test('an id is used once, also when two ask at the same time', async () => {
      const tenant = aTenant();
      const other = { ...tenant, key: `${tenant.id}~2` as TenantKey };
      const outcomes = await Promise.allSettled([tenant, other].map((one) => store.write([store.tenants.insert(one)])));
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(store.write([store.tenants.insert(other)])).rejects.toMatchObject({
        thing: 'Tenant',
        id: tenant.id,
      });
    });

    test('an update replaces name, status and settings', async () => {
      const tenant = aTenant();
      await store.write([store.tenants.insert(tenant)]);
      const changed = { ...tenant, name: 'New', status: 'SUSPENDED' as const, settings: { a: 1 } };
      await store.write([store.tenants.update(changed)]);
      expect(await store.tenants.find(tenant.id)).toEqual(changed);
      await expect(store.write([store.tenants.update(aTenant())])).rejects.toBeInstanceOf(Conflict);
    });

    test('search by text, id and name', async () => {
      const word = unique('w');
      const [one, two] = [
        aTenant({ id: `${word}-b`, name: 'Alpha' }),
        aTenant({ id: `${word}-a`, name: `Beta ${word}` }),
      ];
      await store.write([store.tenants.insert(one), store.tenants.insert(two)]);
      const search = async (
        field: string,
        operation: 'EQUALS' | 'CONTAINS' | 'STARTS_WITH' | 'IN',
        value: string | string[],
      ) => (await store.tenants.search([{ field, operation, value }], firstPage)).results.map(({ id }) => id);
      expect(await search('q', 'EQUALS', word.toUpperCase())).toEqual([two.id, one.id]);
      expect(await search('id', 'EQUALS', one.id)).toEqual([one.id]);
      expect(await search('id', 'STARTS_WITH', word)).toEqual([two.id, one.id]);
      expect(await search('id', 'IN', [one.id, 'none'])).toEqual([one.id]);
      expect(await search('name', 'CONTAINS', word)).toEqual([two.id]);
      const byName = await store.tenants.search([{ field: 'q', operation: 'EQUALS', value: word }], {
        ...firstPage,
        size: 1,
        sort: [{ field: 'name', direction: 'desc' }],
      });
      expect([byName.total, byName.results[0]?.id]).toEqual([2, two.id]);
    });

    test('removal takes what belongs to the tenant and keeps executions and the audit log', async () => {
      const tenant = aTenant();
      const scope = store.scope(tenant.key);
      const robot = aUser({ type: 'SERVICE_ACCOUNT', tenantKey: tenant.key });
      const person = aUser();
      const token = aToken({ userId: robot.id });
      const session = aSession({ userId: robot.id });
      await store.write([
        store.tenants.insert(tenant),
        store.identity.insertUser(robot),
        store.identity.insertUser(person),
        store.identity.insertToken(token),
        store.identity.insertSession(session),
        scope.flows.append(aRevision({ document: { labels: { a: '1' } } })),
        scope.templates.append(aTemplate()),
        scope.access.grantAccess({ userId: person.id, origin: 'DIRECT', createdAt: start }),
        scope.access.insertRole({ id: 'r', name: 'r', isDefault: false, isManaged: false, permissions: {} }),
        scope.access.insertBinding({ id: 'b', type: 'USER', externalId: person.id, roleId: 'r' }),
        scope.access.insertGroup({ id: 'g', name: 'g' }),
        scope.access.putMember({ groupId: 'g', userId: person.id, membership: 'MEMBER' }),
        scope.audit.append(anAuditEntry()),
      ]);
      const owner = await takeShard(store);
      const { row } = anExecution(tenant.key, { run: (await store.shards.reserveRuns()).first });
      await owner.commit({ executionsInserted: [row] });

      await store.write([store.tenants.remove(tenant.key)]);

      expect(await store.tenants.find(tenant.id)).toBeUndefined();
      expect(await store.tenants.list()).not.toContainEqual(expect.objectContaining({ id: tenant.id }));
      expect(await store.tenants.findByKey(tenant.key)).toMatchObject({ key: tenant.key, status: 'DELETING' });
      expect(await store.tenants.listRetained()).toContainEqual(expect.objectContaining({ key: tenant.key }));
      expect(await scope.flows.listRevisions('company.team', 'flow')).toEqual([]);
      expect(await scope.templates.findLatest('company.team', 'template')).toBeUndefined();
      expect(await scope.templates.findRevision('company.team', 'template', 1)).toBeUndefined();
      expect(await scope.access.listAccess()).toEqual([]);
      expect(await scope.access.listRoles()).toEqual([]);
      expect(await scope.access.listBindings()).toEqual([]);
      expect(await scope.access.listGroups()).toEqual([]);
      expect(await scope.access.listMembers({ groupId: 'g' })).toEqual([]);
      expect(await store.access.tenantsOf(person.id)).toEqual([]);
      expect(await store.identity.findUser(robot.id)).toBeUndefined();
      expect(await store.identity.findTokens(token.prefix)).toEqual([]);
      expect(await store.identity.findSession(session.hash)).toBeUndefined();
      expect(await store.identity.findUser(person.id)).toEqual(person);
      expect(await scope.executions.count()).toBe(1);
      expect((await scope.audit.search([], firstPage)).total).toBe(1);
    });

    test('removal takes nothing of who does not belong to the tenant', async () => {
      const [tenant, other] = [aTenant(), aTenant()];
      const { access } = store.scope(other.key);
      const [person, robot] = [aUser(), aUser({ type: 'SERVICE_ACCOUNT', tenantKey: other.key })];
      const [token, session] = [aToken({ userId: robot.id }), aSession({ userId: person.id })];
      const member = { groupId: 'g', userId: person.id, membership: 'MEMBER' } as const;
      await store.write([
        ...[tenant, other].map(store.tenants.insert),
        ...[person, robot].map(store.identity.insertUser),
        store.identity.insertToken(token),
        store.identity.insertSession(session),
        access.grantAccess({ userId: person.id, origin: 'DIRECT', createdAt: start }),
        access.insertGroup({ id: 'g', name: 'g' }),
        access.putMember(member),
      ]);

      await store.write([store.tenants.remove(tenant.key)]);

      expect(await store.identity.findUser(robot.id)).toEqual(robot);
      expect(await store.identity.findTokens(token.prefix)).toEqual([token]);
      expect(await store.identity.findSession(session.hash)).toEqual(session);
      expect(await store.access.tenantsOf(person.id)).toEqual([other.key]);
      expect(await access.listMembers({ groupId: 'g' })).toEqual([member]);
    });

    test('an id can be used again under another key, and finds nothing of the first tenant', async () => {
      const first = aTenant();
      await store.write([store.tenants.insert(first), store.scope(first.key).flows.append(aRevision())]);
      await store.write([store.tenants.remove(first.key)]);
      await expect(store.write([store.tenants.insert(first)])).rejects.toBeInstanceOf(Conflict);

      const second = { ...first, key: `${first.id}~2` as TenantKey };
      await store.write([store.tenants.insert(second)]);

      expect(await store.tenants.find(first.id)).toEqual(second);
      expect(await store.tenants.keysOf(first.id)).toEqual([first.key, second.key]);
      expect(await store.scope(second.key).flows.list()).toEqual([]);
    });

    test('what was kept of a tenant can be purged, some executions at a time', async () => {
      const [tenant, other, gone] = [aTenant(), aTenant(), aTenant()];
      const scope = store.scope(tenant.key);
      await store.write([...[tenant, other, gone].map(store.tenants.insert), scope.kv.put(aKvPair())]);
      await store.write([store.tenants.remove(gone.key)]);
      const owner = await takeShard(store);
      const run = (await store.shards.reserveRuns()).first;
      const made = [other, tenant, tenant, tenant].map(({ key }, index) =>
        anExecution(key, { run: run + index, labels: [{ key: 'a', value: '1' }] }),
      );
      await owner.commit({
        executionsInserted: made.map(({ row }) => row),
        labels: made.map(labelsOf),
        taskRunsEnded: made.map(({ row }) => anEndedRow(row, aTaskRun(0))),
        logs: made.map(({ row }) => aLogChunk(row, [{ at: start, level: 'INFO', message: 'line' }])),
      });
      await expect(store.write([store.tenants.purge(tenant.key, 2)])).rejects.toBeInstanceOf(Conflict);
      await store.write([store.tenants.remove(tenant.key), scope.audit.append(anAuditEntry())]);

      await store.write([store.tenants.purge(tenant.key, 2)]);
      expect(await scope.executions.count()).toBe(1);
      expect(await store.tenants.findByKey(tenant.key)).toBeDefined();
      await store.write([store.tenants.purge(tenant.key, 2)]);

      expect(await store.tenants.findByKey(tenant.key)).toBeUndefined();
      expect(await store.tenants.keysOf(tenant.id)).toEqual([tenant.key]);
      expect(await scope.executions.count()).toBe(0);
      expect(await store.shards.endedTaskRuns(run + 1)).toEqual([]);
      expect((await scope.logs.search([], firstPage, 'all')).total).toBe(0);
      expect(await scope.kv.list('company')).toEqual([]);
      expect((await scope.audit.search([], firstPage)).total).toBe(1);
      expect((await store.scope(other.key).logs.search([], firstPage, 'all')).total).toBe(1);
      expect(await store.shards.endedTaskRuns(run)).toHaveLength(1);
      await expect(store.write([scope.flows.append(aRevision())])).rejects.toBeInstanceOf(Conflict);
    });

    test('a suspension is kept with the tenant until an update leaves it out', async () => {
      const tenant = aTenant();
      await store.write([store.tenants.insert(tenant)]);
      const suspended = {
        ...tenant,
        status: 'SUSPENDED' as const,
        suspension: { at: start, by: 'u', reason: 'ü', running: 'PAUSE' as const, paused: ['a'] },
      };
      await store.write([store.tenants.update(suspended)]);
      expect(await store.tenants.find(tenant.id)).toEqual(suspended);
      await store.write([store.tenants.update(tenant)]);
      expect(await store.tenants.findByKey(tenant.key)).toEqual(tenant);
    });

    test('a tenant that is gone can be brought back under its id, with what was kept', async () => {
      const tenant = aTenant();
      const { kv, flows } = store.scope(tenant.key);
      await store.write([store.tenants.insert(tenant), kv.put(aKvPair()), flows.append(aRevision())]);
      await expect(store.write([store.tenants.revive(tenant)])).rejects.toBeInstanceOf(Conflict);
      await store.write([store.tenants.remove(tenant.key)]);

      const revived = { ...tenant, name: 'Again', settings: { a: 1 } };
      await store.write([store.tenants.revive(revived)]);

      expect(await store.tenants.find(tenant.id)).toEqual(revived);
      expect(await store.tenants.listRetained()).not.toContainEqual(expect.objectContaining({ key: tenant.key }));
      expect(await kv.list('company')).toHaveLength(1);
      expect(await flows.list()).toEqual([]);
      await store.write([flows.append(aRevision())]);
    });

    test('nobody is brought back while the id is in use, or a purge has begun', async () => {
      const tenant = aTenant();
      const next = { ...tenant, key: `${tenant.id}~2` as TenantKey };
      await store.write([store.tenants.insert(tenant)]);
      await expect(store.write([store.tenants.markPurging(tenant.key)])).rejects.toBeInstanceOf(Conflict);
      await store.write([store.tenants.remove(tenant.key)]);
      await store.write([store.tenants.insert(next)]);
      await expect(store.write([store.tenants.revive(tenant)])).rejects.toMatchObject({
        thing: 'Tenant',
        id: tenant.id,
      });
      await store.write([store.tenants.remove(next.key)]);

      await store.write([store.tenants.markPurging(tenant.key)]);

      expect(await store.tenants.findByKey(tenant.key)).toMatchObject({ purging: true });
      expect((await store.tenants.findByKey(next.key))?.purging).not.toBe(true);
      await expect(store.write([store.tenants.revive(tenant)])).rejects.toBeInstanceOf(Conflict);
    });

    test('nothing grows under the key of a tenant that is gone', async () => {
      const tenant = aTenant();
      const { flows, access, audit } = store.scope(tenant.key);
      await store.write([store.tenants.insert(tenant)]);
      await store.write([store.tenants.remove(tenant.key)]);
      await expect(store.write([store.tenants.remove(tenant.key)])).rejects.toBeInstanceOf(Conflict);
      await expect(store.write([store.tenants.update(tenant)])).rejects.toBeInstanceOf(Conflict);
      await expect(store.write([flows.append(aRevision())])).rejects.toBeInstanceOf(Conflict);
      await expect(
        store.write([access.grantAccess({ userId: 'u', origin: 'DIRECT', createdAt: start })]),
      ).rejects.toBeInstanceOf(Conflict);
      await store.write([audit.append(anAuditEntry())]);
    });
  });
}
