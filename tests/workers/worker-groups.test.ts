/** Worker groups and their tokens through the API, and as older clients know them. */
import { aFlow, startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newGroup, shell } from './worker-groups.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ tenancy: 'mixed' });
});
afterAll(() => server.stop());

const groups = '/instance/worker-groups';

test('a group is made, shown, listed, replaced and deleted, and the audit log keeps it', async () => {
  const tenant = await server.newTenant();
  const body = { id: 'gpu', name: 'Large cards', description: 'in the cellar', allowedTenants: [tenant, 'main'] };
  const made = await server.call('POST', groups, { body: { ...body, subscriptions: [] } });

  expect(made).toMatchObject({ ...body, tokens: [], subscriptions: [], deletable: true });
  expect(await server.call('GET', `${groups}/gpu`)).toEqual(made);
  const { workerGroups } = await server.call('GET', groups);
  expect(workerGroups).toContainEqual(made);
  const changed = await server.call('PUT', `${groups}/gpu`, { body: { name: 'Cards' } });
  expect(changed).toMatchObject({ id: 'gpu', name: 'Cards', allowedTenants: [] });
  expect(changed).not.toHaveProperty('description');
  expect((await server.request('DELETE', `${groups}/gpu`)).status).toBe(204);
  expect((await server.request('GET', `${groups}/gpu`)).status).toBe(404);
  const filter = 'filters[resources][IN]=WORKER_GROUP';
  const { results } = await server.call('GET', `/auditlogs/search?${filter}&size=100`);
  const kept = results
    .map(({ auditLog }: { auditLog: { type: string; detail: { id?: string } } }) => auditLog)
    .filter(({ detail }: { detail: { id?: string } }) => detail.id === 'gpu');
  expect(kept.map(({ type }: { type: string }) => type).toSorted()).toEqual(['CREATE', 'DELETE', 'UPDATE']);
});

test('a group that breaks the rules is refused with all that is wrong', async () => {
  const { id } = await newGroup(server);
  const again = await server.request('POST', groups, { body: { id, name: 'again' } });
  const body = {
    id: 'no name',
    name: 'x'.repeat(101),
    allowedTenants: ['nowhere'],
    subscriptions: [{ workerQueueId: 'q' }],
  };
  const broken = await server.request('POST', groups, { body });

  expect(again.status).toBe(409);
  expect(broken.status).toBe(422);
  for (const what of ['id:', 'name:', "there is no tenant 'nowhere'", 'this server has no worker queues']) {
    expect(broken.text).toContain(what);
  }
});

test('a group is kept while something names it, unless it is forced', async () => {
  const tenant = await server.newTenant();
  const { id: key } = await newGroup(server);
  const workerGroup = { key };
  await server.call('PUT', `/tenants/${tenant}`, { body: { id: tenant, name: tenant, workerGroup } });
  await server.call('POST', '/namespaces', { tenant, body: { id: 'company', workerGroup } });
  const task = { id: 'script', type: shell, commands: ['true'], workerGroup };
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'named', namespace: 'company', tasks: [task] }) });

  const refused = await server.request('DELETE', `${groups}/${key}`);

  expect(refused.status).toBe(409);
  for (const use of [`tenant '${tenant}'`, `namespace 'company' of tenant`, `flow 'company.named' of tenant`]) {
    expect(refused.text).toContain(use);
  }
  expect((await server.request('DELETE', `${groups}/${key}?force=true`)).status).toBe(204);
});

test('a token is shown once, and its summary says whether it is good', async () => {
  const { id } = await newGroup(server);
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const body = { name: 'for-the-cellar', description: 'd', expiresAt };
  const { token, details } = await server.call('POST', `${groups}/${id}/tokens`, { body });

  expect(token).toMatch(/^whw_[0-9A-Za-z]{6}_[\w-]{43}$/);
  expect(details).toMatchObject({ ...body, tokenPrefix: token.split('_')[1], revoked: false, valid: true });
  const shown = await server.request('GET', `${groups}/${id}`);
  expect(shown.text).not.toContain(token);
  expect(shown.text).not.toContain('hash');
  const revoked = await server.call('POST', `${groups}/${id}/tokens/${details.uid}/revoke`);
  expect(revoked.tokens).toContainEqual({ ...details, revoked: true, valid: false });
  expect((await server.request('DELETE', `${groups}/${id}/tokens/${details.uid}`)).status).toBe(200);
  expect((await server.request('DELETE', `${groups}/${id}/tokens/${details.uid}`)).status).toBe(404);
  const past = { name: 'late', expiresAt: '2020-01-01T00:00:00Z' };
  expect((await server.request('POST', `${groups}/${id}/tokens`, { body: past })).status).toBe(422);
});

test('a token belongs to its group: by the name of another it is not found', async () => {
  const [one, other] = [await newGroup(server), await newGroup(server)];
  const path = `${groups}/${other.id}/tokens/${one.tokenId}`;

  expect((await server.request('POST', `${path}/revoke`)).status).toBe(404);
  expect((await server.request('DELETE', path)).status).toBe(404);
});

test('clients of the first era find groups below a tenant, by their key', async () => {
  const tenant = await server.newTenant();
  const older = '/cluster/workergroups';
  const made = await server.call('POST', older, { tenant, body: { key: 'older', description: 'd' } });

  expect(made).toMatchObject({ key: 'older', id: 'older', description: 'd' });
  const { workerGroups } = await server.call('GET', older, { tenant });
  expect(workerGroups.map(({ key }: { key: string }) => key)).toContain('older');
  const changed = await server.call('PUT', `${older}/older`, { tenant, body: { key: 'older', description: 'e' } });
  expect(changed).toMatchObject({ key: 'older', description: 'e' });
  expect(await server.call('GET', `${groups}/older`)).toMatchObject({ description: 'e' });
  expect((await server.request('DELETE', `${older}/older`, { tenant })).status).toBe(204);
});

test('what the workers of a group can take is told', async () => {
  const { id } = await newGroup(server);

  expect(await server.call('GET', `${groups}/${id}/capacity`)).toMatchObject({
    workerGroupId: id,
    totalAllocated: 0,
    totalUsed: 0,
    totalInflight: 0,
  });
  expect(await server.call('GET', `${groups}/${id}/workers`)).toEqual({ workers: [] });
});
