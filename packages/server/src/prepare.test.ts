/** What a start makes, and what the access synchronisation does. */
import { createUser, prepareInstance, syncAccess } from '@windhover/services';
import { defaultTenantKey, type TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
import { startTestServer } from './test-server.ts';

const account = { username: 'ops@example.com', password: 'Ops!12345' };

test('the superadmin of the configuration is made, refreshed and bound where a tenant exists', async () => {
  const server = await startTestServer({
    tenancy: 'mixed',
    admin: false,
    service: { superAdmin: { ...account, tenantAdminAccess: ['main', 'nowhere'] } },
  });
  const api = server.client(account);
  expect(await api.me.get()).toMatchObject({ superAdmin: true, tenants: [{ name: 'default' }] });
  expect((await api.forTenant('main').flows.search()).total).toBe(0);

  const { id } = await api.me.get();
  await api.users.setPassword({ id, body: { password: 'Changed!123' } });
  const { warnings } = await prepareInstance(server.deps);

  expect(warnings).toEqual(["Tenant 'nowhere' does not exist: 'ops@example.com' could not be made its Admin"]);
  expect((await api.me.get()).id).toBe(id);
});

test('an account of the configuration is Admin of the tenants that it names, and of no other', async () => {
  const { deps, api, client } = await startTestServer({ tenancy: 'mixed' });
  for (const id of ['dev', 'other']) await api.tenants.create({ body: { id, name: id } });
  const superAdmin = { ...account, tenantAdminAccess: ['dev'] };

  const { warnings } = await prepareInstance({ ...deps, settings: { ...deps.settings, superAdmin } });

  expect(warnings).toEqual([]);
  const asOps = client(account);
  expect((await asOps.forTenant('dev').flows.search()).total).toBe(0);
  await expect(asOps.forTenant('other').flows.search()).rejects.toMatchObject({ status: 403 });
  await expect(asOps.forTenant('main').flows.search()).rejects.toMatchObject({ status: 403 });
});

test('the account of basic-auth obeys its own rules; a bad one is named and stops nothing', async () => {
  const good = await startTestServer({
    admin: false,
    service: { basicAuth: { username: 'root@root.com', password: 'Root1234' } },
  });
  expect((await good.client({ username: 'root@root.com', password: 'Root1234' }).me.get()).superAdmin).toBe(true);
  expect(await good.client().configs.login()).toEqual({ isBasicAuthInitialized: true });

  const bad = await startTestServer({ admin: false, service: { basicAuth: { username: 'root', password: 'x' } } });
  expect((await prepareInstance(bad.deps)).basicAuthErrors).toHaveLength(2);
});

test('a managed role that is missing is made again, in the tenant that misses it', async () => {
  const { deps, api } = await startTestServer({ tenancy: 'mixed' });
  await api.tenants.create({ body: { id: 'dev', name: 'dev' } });
  const scopes = [deps.store.scope(defaultTenantKey), deps.store.scope('dev' as TenantKey)] as const;
  const viewers = () =>
    Promise.all([scopes[0].access.findRole('viewer_main'), scopes[1].access.findRole('viewer_dev')]);
  const before = await viewers();
  await deps.store.write([scopes[0].access.deleteRole('viewer_main'), scopes[1].access.deleteRole('viewer_dev')]);

  await prepareInstance(deps);

  expect(await viewers()).toEqual(before);
  expect(before).toMatchObject([
    { name: 'Viewer', isManaged: true },
    { name: 'Viewer', isManaged: true },
  ]);
});

test('earlier users get their place in the default tenant, once', async () => {
  const { deps, api } = await startTestServer({ tenancy: 'mixed' });
  const single = { ...deps, settings: { ...deps.settings, tenancy: { ...deps.settings.tenancy, enabled: false } } };
  expect(await syncAccess(single)).toEqual({ kind: 'disabled' });
  const ann = await createUser(single, 'command-line', { username: 'ann' });
  expect(await deps.store.access.tenantsOf(ann.id)).toEqual([]);

  expect(await syncAccess(deps)).toEqual({ kind: 'done', users: 1, groups: 0, roles: 0, bindings: 0 });
  expect(await deps.store.access.tenantsOf(ann.id)).toEqual([defaultTenantKey]);
  expect(await syncAccess(deps)).toMatchObject({ users: 0 });
  expect((await api.users.get({ id: ann.id })).superAdmin).toBe(false);
});

test('without a default tenant there is nothing to synchronise with, unless a fallback tenant is set', async () => {
  const { deps, api } = await startTestServer({ tenancy: 'explicit' });
  await expect(syncAccess(deps)).rejects.toThrow(
    'The default tenant is disabled, there is nothing to synchronize with.',
  );
  await api.tenants.create({ body: { id: 'home', name: 'Home' } });
  await createUser(deps, 'command-line', { username: 'ann' });
  const tenancy = { ...deps.settings.tenancy, fallbackTenant: 'home' };
  expect(await syncAccess({ ...deps, settings: { ...deps.settings, tenancy } })).toMatchObject({ users: 1 });
});

test('paths without a tenant go to the fallback tenant where there is no default one', async () => {
  const { api } = await startTestServer({ tenancy: 'explicit', tenancySettings: { fallbackTenant: 'home' } });
  await expect(api.acls.permissions()).rejects.toMatchObject({ status: 404, message: 'Not Found: tenant' });
  await api.tenants.create({ body: { id: 'home', name: 'Home' } });
  await api.groups.create({ body: { name: 'here' } });
  expect((await api.forTenant('home').groups.search()).total).toBe(1);
});

test('a deletion that was interrupted is ended at the next start', async () => {
  const { deps, api } = await startTestServer({ tenancy: 'explicit' });
  await api.tenants.create({ body: { id: 'dev', name: 'dev' } });
  const tenant = (await deps.store.tenants.find('dev'))!;
  await deps.store.write([deps.store.tenants.update({ ...tenant, status: 'DELETING' })]);

  await prepareInstance(deps);

  expect(await deps.store.tenants.find('dev')).toBeUndefined();
  expect((await deps.store.tenants.listRetained()).map(({ key }) => key)).toEqual(['dev']);
});
