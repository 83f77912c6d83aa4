import { expect, test } from 'vitest';
import { startTestServer } from './test-server.ts';

test('a tenant is created, found, replaced and deleted', async () => {
  const { api } = await startTestServer({ tenancy: 'mixed' });

  const created = await api.tenants.create({
    body: { id: 'stage', name: '', concurrency: { limit: 2, behavior: 'FAIL' } },
  });

  expect(created).toEqual({ id: 'stage', name: '', deleted: false, concurrency: { limit: 2, behavior: 'FAIL' } });
  expect(await api.tenants.get({ id: 'stage' })).toEqual(created);
  expect(await api.tenants.search({ query: { page: 1, size: 10 } })).toEqual({ results: [created], total: 1 });
  expect(await api.tenants.update({ id: 'stage', body: { name: 'Staging' } })).toEqual({
    id: 'stage',
    name: 'Staging',
    deleted: false,
  });
  expect((await api.me.get()).tenants).toEqual([{ name: 'default' }, { id: 'stage', name: 'Staging' }]);
  const { results } = await api.forTenant('stage').auditLogs.search({ query: { size: 100 } });
  expect(results.map(({ auditLog: { type, detail } }) => `${type} ${detail.resource}`)).toContain('UPDATE TENANT');
  await api.tenants.delete({ id: 'stage' });
  await expect(api.tenants.get({ id: 'stage' })).rejects.toMatchObject({ status: 404 });
  await expect(api.tenants.delete({ id: 'stage' })).rejects.toMatchObject({ status: 404 });
});

test('a tenant has a picture until it is removed; replacing its settings leaves it', async () => {
  const { api } = await startTestServer({ tenancy: 'mixed' });
  await api.tenants.create({ body: { id: 'stage', name: 'Stage' } });
  const send = (...bytes: number[]) => {
    const form = new FormData();
    form.append('logo', new Blob([new Uint8Array(bytes)]), 'logo.png');
    return api.tenants.setLogo({ id: 'stage', body: form });
  };
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const logo = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;

  expect(await send(...png)).toEqual({ id: 'stage', name: 'Stage', deleted: false, logo });
  await api.tenants.update({ id: 'stage', body: { name: 'Stage 2' } });
  expect((await api.me.get()).tenants).toEqual([{ name: 'default' }, { id: 'stage', name: 'Stage 2', logo }]);
  await expect(send(...Buffer.from('<svg/>'))).rejects.toMatchObject({ status: 422 });
  await expect(send(...png, ...new Uint8Array(65_536))).rejects.toMatchObject({ status: 413 });
  await expect(api.tenants.setLogo({ id: 'stage', body: new FormData() })).rejects.toMatchObject({ status: 422 });
  expect(await api.tenants.deleteLogo({ id: 'stage' })).toEqual({ id: 'stage', name: 'Stage 2', deleted: false });
  await expect(api.tenants.deleteLogo({ id: 'other' })).rejects.toMatchObject({ status: 404 });
});

test('an id can be used again and starts empty under a key of its own', async () => {
  const { api, deps } = await startTestServer({ tenancy: 'mixed' });
  for (let round = 0; round < 3; round += 1) {
    await api.tenants.create({ body: { id: 'dev', name: 'dev' } });
    if (round < 2) await api.tenants.delete({ id: 'dev' });
  }
  expect((await deps.store.tenants.find('dev'))?.key).toBe('dev~3');
});

test('what is wrong with an id is said in the words of the documentation', async () => {
  const { api } = await startTestServer({ tenancy: 'mixed' });
  const refused = async (body: object): Promise<[number, string]> => {
    const error = await api.tenants
      .create({ body: body as { id: string; name: string } })
      .catch((reason: unknown) => reason);
    const { status, message } = error as { status: number; message: string };
    return [status, message];
  };

  for (const id of ['Dev', '-dev', 'a.b', 'a/b', '']) {
    expect(await refused({ id, name: 'x' })).toEqual([422, 'Invalid entity: id: must match "^[a-z0-9][a-z0-9_-]*$"']);
  }
  expect(await refused({ id: 'flows', name: 'x' })).toEqual([
    422,
    "Invalid entity: id: 'flows' is a reserved tenant identifier",
  ]);
  expect(await refused({ id: 'dev' })).toEqual([422, 'Invalid entity: name: must not be null']);
  expect(await refused({})).toEqual([422, 'Invalid entity: id: must not be null, name: must not be null']);
  await api.tenants.create({ body: { id: 'dev', name: 'x' } });
  expect(await refused({ id: 'dev', name: 'x' })).toEqual([409, "Tenant 'dev' already exists"]);
  expect((await refused({ id: 'odd', name: 'x', storageType: 'floppy' }))[1]).toContain(
    'storageType: "floppy" is unknown',
  );
});

test('without multi-tenancy no tenant can be created', async () => {
  const { api } = await startTestServer();
  await expect(api.tenants.create({ body: { id: 'dev', name: 'x' } })).rejects.toMatchObject({
    status: 403,
    message: 'Multi-tenancy is disabled: set kestra.ee.tenants.enabled to true',
  });
  expect(await api.tenants.search()).toEqual({ results: [], total: 0 });
});

test('a tenant that one may not enter and one that does not exist answer the same', async () => {
  const { api, client } = await startTestServer({ tenancy: 'explicit' });
  await api.tenants.create({ body: { id: 'dev', name: 'dev' } });
  await api.tenants.create({ body: { id: 'prod', name: 'prod' } });
  const user = { username: 'ann', password: 'Secret!123' };
  await api.users.create({ body: { ...user, tenants: ['dev'] } });

  const bodyOf = async (tenant: string | undefined) => {
    const error = await client(user)
      .forTenant(tenant)
      .acls.permissions()
      .catch((reason: unknown) => reason);
    const { status, body } = error as { status: number; body: { _links?: unknown } };
    return { status, ...body, _links: undefined };
  };
  expect(await client(user).forTenant('dev').acls.permissions()).toHaveProperty('FLOW');
  expect(await bodyOf('prod')).toEqual(await bodyOf('nowhere'));
  expect(await bodyOf('prod')).toMatchObject({ status: 404, message: 'Not Found: tenant' });
  expect(await bodyOf('main')).toMatchObject({ status: 404, message: 'Not Found: tenant' });
  expect(await bodyOf(undefined)).toMatchObject({
    message: 'No tenant in the request path and the default tenant is disabled',
  });
  await expect(client().forTenant('dev').acls.permissions()).rejects.toMatchObject({ status: 401 });
  await expect(client().forTenant('nowhere').acls.permissions()).rejects.toMatchObject({ status: 401 });
});

test('superadmins count what all tenants hold, everybody else what the tenant does that they ask in', async () => {
  const { api, client } = await startTestServer({ tenancy: 'mixed' });
  for (const id of ['dev', 'prod']) await api.tenants.create({ body: { id, name: id } });
  await api.forTenant('prod').groups.create({ body: { name: 'ops' } });
  const password = 'Secret-123!';
  const { id } = await api.users.create({ body: { email: 'jane@doe.org', password, tenants: ['dev', 'prod'] } });
  await api.forTenant('dev').bindings.create({ body: { type: 'USER', externalId: id, roleId: 'viewer_dev' } });
  const jane = client({ username: 'jane@doe.org', password });

  const all = await api.forTenant('dev').misc.usagesAll();

  expect(all).toEqual(await api.forTenant('prod').misc.usagesAll());
  expect(all).toMatchObject({ tenants: { count: 3 }, groups: { count: 1 }, users: { count: 2 }, roles: { count: 15 } });
  const own = await jane.forTenant('dev').misc.usagesAll();
  expect(own).toEqual(await jane.forTenant('dev').misc.usages());
  expect(own).toMatchObject({ groups: { count: 0 }, roles: { count: 5 } });
});

test('settings of a tenant can be set one by one', async () => {
  const { api } = await startTestServer({ tenancy: 'explicit' });
  await api.tenants.create({ body: { id: 'dev', name: 'dev', concurrency: { limit: 1 } } });
  expect(await api.tenants.getAppsCatalog({ id: 'dev' })).toEqual({});
  expect(await api.tenants.setAppsCatalog({ id: 'dev', body: { title: 'Apps' } })).toEqual({ title: 'Apps' });
  expect(await api.tenants.getDefaultDashboards({ id: 'dev' })).toEqual({});
  await api.tenants.setDefaultDashboards({ id: 'dev', body: { defaultHomeDashboard: 'home' } });
  expect(await api.tenants.get({ id: 'dev' })).toEqual({
    id: 'dev',
    name: 'dev',
    deleted: false,
    concurrency: { limit: 1 },
    appCatalogConfig: { title: 'Apps' },
    settings: { dashboard: { defaultHomeDashboard: 'home' } },
  });
  const dev = api.forTenant('dev');
  expect(await dev.misc.usages()).toMatchObject({ flows: { count: 0 }, users: { count: 1 }, roles: { count: 5 } });
  expect(await api.misc.mainTenantFlows()).toBe(false);
  expect(await api.misc.expressionFilters()).toContain('jq');
  expect(await api.misc.expressionFunctions()).toContainEqual({
    name: 'fileExists',
    arguments: [{ name: 'path' }, { name: 'namespace' }, { name: 'version' }],
  });
});
