/** The default tenant's key becomes that of a tenant with an id. */
import { defaultTenantKey, readTenantKeys, tenantKeysSetting, type TenantKey } from '@windhover/model';
import {
  createFlow,
  createTenant,
  migrateDefaultTenant,
  planDefaultTenantMigration,
  prepareInstance,
  type Deps,
} from '@windhover/services';
import { expect, test } from 'vitest';
import { startTestServer, tenancies } from './test-server.ts';
import { testFlow, withTestTask } from './test-task.ts';

/** A default tenant with a flow, and beside it the tenants `dev`, which has a member and nothing else, and `full`, which has a flow. */
async function threeTenants(): Promise<Deps> {
  const deps = withTestTask((await startTestServer({ tenancy: 'mixed' })).deps);
  await createFlow(deps, deps.store.scope(defaultTenantKey), 'command-line', testFlow('own'));
  const dev = await createTenant(deps, 'command-line', { id: 'dev', name: 'Dev' });
  const { access } = deps.store.scope(dev.key);
  await deps.store.write([
    access.grantAccess({ userId: 'joe', origin: 'DIRECT', createdAt: 1 }),
    access.insertBinding({ id: 'joes', type: 'USER', externalId: 'joe', roleId: 'editor_dev' }),
  ]);
  const full = await createTenant(deps, 'command-line', { id: 'full', name: 'Full' });
  await createFlow(deps, deps.store.scope(full.key), 'command-line', testFlow('theirs'));
  return deps;
}

/** As the next start finds the instance: a start learns which tenant is which. */
async function afterStart(deps: Deps, tenancy: keyof typeof tenancies): Promise<Deps> {
  const tenantKeys = readTenantKeys(await deps.store.getSetting(tenantKeysSetting));
  const settings = { ...deps.settings, tenancy: { ...deps.settings.tenancy, ...tenancies[tenancy] } };
  return { ...deps, settings, store: { ...deps.store, tenantKeys } };
}

test('a tenant that is there takes the key over, with its own members', async () => {
  const deps = await threeTenants();
  const { store } = deps;

  await migrateDefaultTenant(deps, { id: 'dev' });

  expect(await store.tenants.find('dev')).toMatchObject({ key: defaultTenantKey, name: 'Dev', status: 'ACTIVE' });
  const { access, flows } = store.scope(defaultTenantKey);
  expect((await flows.list()).map(({ id }) => id)).toEqual(['own']);
  expect((await access.listAccess()).map(({ userId }) => userId)).toContain('joe');
  expect(await access.listBindings({ type: 'USER', externalId: 'joe' })).toMatchObject([
    { externalId: 'joe', roleId: 'editor_dev' },
  ]);
  expect((await access.listRoles()).filter(({ id }) => id.endsWith('_main'))).toEqual([]);
  expect(await store.scope('dev' as TenantKey).access.listAccess()).toEqual([]);
  const keys = readTenantKeys(await store.getSetting(tenantKeysSetting));
  expect(keys.default.key).toBe('_default~2');
  expect(keys.idOf(defaultTenantKey)).toBe('dev');
  expect(await store.scope(keys.default.key).flows.list()).toEqual([]);
});

test('one that holds something keeps it, and nothing is changed', async () => {
  const deps = await threeTenants();

  await expect(migrateDefaultTenant(deps, { id: 'full' })).rejects.toThrow(/holds something already .*flows: 1/);

  expect(await deps.store.tenants.find('full')).toMatchObject({ key: 'full' });
  expect(await deps.store.getSetting(tenantKeysSetting)).toBeUndefined();
  expect((await deps.store.scope(defaultTenantKey).flows.list()).map(({ id }) => id)).toEqual(['own']);
});

test('a role that somebody has given the id of one of the tenant becomes none of them', async () => {
  const deps = await threeTenants();
  const { access } = deps.store.scope(defaultTenantKey);
  const role = {
    id: 'admin_team',
    name: 'Modest',
    isDefault: false,
    isManaged: false,
    permissions: { FLOW: ['VIEW'] },
  };
  await deps.store.write([access.insertRole(role)]);

  const refused = migrateDefaultTenant(deps, { id: 'team', name: 'Team' });

  await expect(refused).rejects.toThrow("ids that those of tenant 'team' get ('admin_team'): remove them first");
  expect(await access.findRole('admin_team')).toMatchObject(role);
  expect(await deps.store.tenants.find('team')).toBeUndefined();
});

test('a new tenant gets what the default tenant had, and no other tenant anything', async () => {
  const deps = await threeTenants();

  await migrateDefaultTenant(deps, { id: 'team', name: 'Team' });

  const [team] = (await deps.store.tenants.list()).filter(({ id }) => id === 'team');
  expect(team).toMatchObject({ key: defaultTenantKey, name: 'Team' });
  expect(await deps.store.scope(defaultTenantKey).access.findRole('admin_team')).toBeDefined();
  expect((await deps.store.scope('dev' as TenantKey).access.listRoles()).map(({ id }) => id)).toContain('admin_dev');
  expect((await deps.store.scope('full' as TenantKey).flows.list()).map(({ id }) => id)).toEqual(['theirs']);
});

test('the default tenant is handed over once more, with what it got since', async () => {
  const deps = await threeTenants();
  await migrateDefaultTenant(deps, { id: 'team', name: 'Team' });
  const later = await afterStart(deps, 'mixed');
  await prepareInstance(later);
  const { key } = later.store.tenantKeys.default;
  for (const id of ['new', 'newer']) await createFlow(later, later.store.scope(key), 'command-line', testFlow(id));

  const plan = await planDefaultTenantMigration(later, { id: 'second', name: 'Second' });
  await migrateDefaultTenant(later, { id: 'second', name: 'Second' });

  expect(plan.rows).toMatchObject({ flows: 2 });
  expect(await later.store.tenants.find('second')).toMatchObject({ key });
  const { access, flows } = later.store.scope(key);
  expect((await flows.list()).map(({ id }) => id)).toEqual(['new', 'newer']);
  expect(await Promise.all(['admin_second', 'admin_main'].map((role) => access.findRole(role)))).toMatchObject([
    { name: 'Admin' },
    undefined,
  ]);
  expect((await later.store.scope(defaultTenantKey).flows.list()).map(({ id }) => id)).toEqual(['own']);
});

test('what was handed over is no longer told of as out of reach', async () => {
  const deps = await threeTenants();
  const explicit = () => afterStart(deps, 'explicit');
  expect((await prepareInstance(await explicit())).warnings).toEqual([
    expect.stringMatching(/^The default tenant is disabled: 1 flow\(s\) and 0 execution\(s\) are out of reach/),
  ]);

  await migrateDefaultTenant(deps, { id: 'team', name: 'Team' });

  expect((await prepareInstance(await explicit())).warnings).toEqual([]);
});
