import type { Client } from '@windhover/contract';
import { AccessControl } from '@windhover/services';
import { expect, onTestFinished, test } from 'vitest';
import { startTestServer, tenancies, type OwnServer } from './test-server.ts';

/** A tenant with the people that a test needs, who sign in by token. */
async function aTenant(server: OwnServer, id = 'dev') {
  await server.api.tenants.create({ body: { id, name: id } });
  const root = server.api.forTenant(id);
  const person = async (username: string, options: { role?: string; namespaceId?: string; inside?: boolean } = {}) => {
    const { role, namespaceId, inside = true } = options;
    const user = await server.api.users.create({ body: { username, tenants: inside ? [id] : [] } });
    if (role !== undefined) {
      await root.bindings.create({
        body: {
          type: 'USER',
          externalId: user.id,
          roleId: role,
          ...(namespaceId === undefined ? {} : { namespaceId }),
        },
      });
    }
    const { fullToken } = await server.api.users.createToken({ id: user.id, body: { name: 'test' } });
    return { id: user.id, api: server.client({ token: fullToken }).forTenant(id) };
  };
  return { root, person };
}

const refusal = async (call: Promise<unknown>): Promise<[number, string]> => {
  const error = (await call.then(
    () => ({ status: 200, message: 'done' }),
    (reason: unknown) => reason,
  )) as { status: number; message: string };
  return [error.status, error.message];
};

test('a binding that is sent as it was shown reaches no further than before', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  const { id: externalId } = await person('ann');
  const ofAnn = { type: 'USER', externalId, roleId: 'viewer_dev' } as const;

  const shown = await root.bindings.create({ body: { ...ofAnn, namespaceId: 'company' } });
  const again = await root.bindings.create({ body: { ...ofAnn, namespace: shown.namespace } });
  const other = await root.bindings.create({ body: { ...ofAnn, namespaceId: 'other', namespace: shown.namespace } });

  expect(again).toEqual(shown);
  expect(other.namespace).toBe('other');
});

test('a role comes back as it was written, and is checked in its expanded form', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root } = await aTenant(server);

  const role = await root.roles.create({
    body: {
      id: 'launcher',
      name: 'Old words',
      description: null,
      permissions: { EXECUTION: ['READ', 'CREATE'], FLOW: ['READ'] },
      isDefault: false,
    },
  });

  expect(role).toEqual({
    id: 'launcher',
    name: 'Old words',
    permissions: { EXECUTION: ['READ', 'CREATE'], FLOW: ['READ'] },
    isDefault: false,
    isManaged: false,
  });
  expect(Object.keys((await root.roles.get({ id: 'launcher' })).permissions)).toEqual(['EXECUTION', 'FLOW']);
  expect((await root.roles.autocomplete({ body: { q: 'old' } })).map(({ id }) => id)).toEqual(['launcher']);
  expect((await root.roles.listByIds({ body: { ids: ['launcher', 'nothing'] } })).length).toBe(1);
  expect(await root.roles.get({ id: 'admin_dev' })).toMatchObject({ name: 'Admin', isManaged: true });
  expect(await refusal(root.roles.create({ body: { name: 'x', permissions: { FLOW: ['FLY'] } } }))).toEqual([
    422,
    expect.stringContaining("unknown action 'FLY' of FLOW"),
  ]);
  expect((await refusal(root.roles.update({ id: 'admin_dev', body: { name: 'x', permissions: {} } })))[0]).toBe(403);
  expect((await refusal(root.roles.delete({ id: 'admin_dev' })))[0]).toBe(403);
  await root.roles.delete({ id: 'launcher' });
  expect(await refusal(root.roles.get({ id: 'launcher' }))).toEqual([404, 'Not Found: role']);
});

test('one role of a tenant is the default one, and those who come in get it', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  await root.roles.create({ body: { id: 'first', name: 'first', permissions: { FLOW: ['VIEW'] }, isDefault: true } });
  await root.roles.create({ body: { id: 'second', name: 'second', permissions: { FLOW: ['LIST'] }, isDefault: true } });

  const ann = await person('ann');

  expect((await root.roles.get({ id: 'first' })).isDefault).toBe(false);
  expect((await root.tenantAccess.get({ userId: ann.id })).roles.map(({ id }) => id)).toEqual(['second']);
});

test('rights count from the next request on, and end with it', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  const ann = await person('ann');
  const look = (): Promise<[number, string]> => refusal(ann.api.roles.search());
  expect(await look()).toEqual([403, 'Forbidden: missing permission ROLE:LIST']);

  const binding = await root.bindings.create({ body: { type: 'USER', externalId: ann.id, roleId: 'admin_dev' } });
  expect(await look()).toEqual([200, 'done']);
  expect(await root.bindings.create({ body: { type: 'USER', externalId: ann.id, roleId: 'admin_dev' } })).toEqual(
    binding,
  );
  expect(binding).toEqual({
    id: binding.id,
    type: 'USER',
    role: { id: 'admin_dev', name: 'Admin' },
    user: { id: ann.id, username: 'ann', displayName: 'ann', type: 'STANDARD' },
  });

  await root.bindings.delete({ id: binding.id });
  expect((await look())[0]).toBe(403);
  await root.tenantAccess.revoke({ userId: ann.id });
  // There was no other tenant: the token has gone with the right to enter
  expect(await look()).toEqual([401, 'Unauthorized: sign in, or send valid credentials']);
});

test('an administrator of a tenant grants what they hold, to people of the tenant, and nothing above it', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  const admin = (await person('admin', { role: 'admin_dev' })).api;
  const inside = await person('inside');
  const stranger = await person('stranger', { inside: false });
  const bind = (api: Client, externalId: string, roleId: string) =>
    refusal(api.bindings.create({ body: { type: 'USER', externalId, roleId } }));

  expect(await bind(admin, inside.id, 'viewer_dev')).toEqual([200, 'done']);
  expect(await bind(admin, stranger.id, 'viewer_dev')).toEqual([404, 'Not Found: user']);
  expect(await refusal(admin.tenantAccess.grant({ userId: stranger.id }))).toEqual([404, 'Not Found: user']);
  expect(await refusal(admin.tenantAccess.grantByEmail({ body: { email: 'stranger' } }))).toEqual([
    404,
    'Not Found: user',
  ]);
  expect((await refusal(admin.roles.create({ body: { name: 'more', permissions: { TENANT: ['CREATE'] } } })))[0]).toBe(
    403,
  );
  expect((await refusal(admin.serviceAccounts.create({ body: { name: 'robot', superAdmin: true } })))[0]).toBe(403);
  expect((await refusal(admin.users.list()))[0]).toBe(403);
  expect((await refusal(admin.tenants.search()))[0]).toBe(403);

  // Who may manage roles but holds little else can make no stronger one, neither whole nor in a namespace
  await root.roles.create({
    body: {
      id: 'clerk',
      name: 'clerk',
      permissions: { ROLE: ['VIEW', 'CREATE', 'UPDATE'], BINDING: ['CREATE'], FLOW: ['VIEW'] },
    },
  });
  const clerk = (await person('clerk', { role: 'clerk' })).api;
  expect((await refusal(clerk.roles.create({ body: { name: 'a', permissions: { FLOW: ['VIEW'] } } })))[0]).toBe(200);
  expect(await refusal(clerk.roles.create({ body: { name: 'b', permissions: { SECRET: ['VIEW'] } } }))).toEqual([
    403,
    'Forbidden: missing permission SECRET:VIEW',
  ]);
  expect((await bind(clerk, inside.id, 'admin_dev'))[0]).toBe(403);

  // Nor is a service account of theirs put into a group that holds more
  const strong = await root.groups.create({ body: { name: 'strong' } });
  await root.bindings.create({ body: { type: 'GROUP', externalId: strong.id, roleId: 'admin_dev' } });
  const permissions = { SERVICE_ACCOUNT: ['VIEW', 'CREATE', 'UPDATE'] };
  await root.roles.create({ body: { id: 'keeper', name: 'keeper', permissions } });
  const keeper = (await person('keeper', { role: 'keeper' })).api;
  const groups = [{ id: strong.id }];
  expect((await refusal(keeper.serviceAccounts.create({ body: { name: 'weak' } })))[0]).toBe(200);
  expect((await refusal(keeper.serviceAccounts.create({ body: { name: 'robot', groups } })))[0]).toBe(403);
});

test('a token of a service account is made by those who may do as much as the account', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  const permissions = { SERVICE_ACCOUNT: ['VIEW', 'UPDATE'], FLOW: ['VIEW'] };
  await root.roles.create({ body: { id: 'keeper', name: 'keeper', permissions } });
  await root.roles.create({ body: { id: 'reader', name: 'reader', permissions: { FLOW: ['VIEW'] } } });
  const keeper = (await person('keeper', { role: 'keeper' })).api;
  const admin = (await person('admin', { role: 'admin_dev' })).api;
  const strong = await root.groups.create({ body: { name: 'strong' } });
  await root.bindings.create({ body: { type: 'GROUP', externalId: strong.id, roleId: 'admin_dev' } });
  const account = async (name: string, roleId?: string, more: object = {}): Promise<string> => {
    const { id } = await root.serviceAccounts.create({ body: { name, ...more } });
    if (roleId !== undefined) await root.bindings.create({ body: { type: 'USER', externalId: id, roleId } });
    return id;
  };
  await root.securityIntegrations.create({ body: { name: 'idp', type: 'SCIM' } });
  const ids = {
    reading: await account('reading', 'reader'),
    ruling: await account('ruling', 'admin_dev'),
    grouped: await account('grouped', undefined, { groups: [{ id: strong.id }] }),
    above: await account('above', undefined, { superAdmin: true }),
    provisioning: (await root.serviceAccounts.list()).results.find(({ name }) => name === 'scim-idp')!.id,
  };
  const made = async (api: Client) =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(ids).map(async ([name, id]) => {
          const [status] = await refusal(api.serviceAccounts.createToken({ id, body: { name: 'test' } }));
          return [name, status];
        }),
      ),
    );

  expect(await made(keeper)).toEqual({ reading: 200, ruling: 403, grouped: 403, above: 403, provisioning: 403 });
  expect(await made(admin)).toEqual({ reading: 200, ruling: 200, grouped: 200, above: 403, provisioning: 403 });
  expect(await made(root)).toEqual({ reading: 200, ruling: 200, grouped: 200, above: 200, provisioning: 200 });
});

test('a group or an account that is given the id of somebody who holds rights has none of them', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  const permissions = { GROUP: ['CREATE'], SERVICE_ACCOUNT: ['CREATE', 'UPDATE'] };
  await root.roles.create({ body: { id: 'clerk', name: 'clerk', permissions } });
  const admin = await person('admin', { role: 'admin_dev' });
  const clerk = await person('clerk', { role: 'clerk' });
  const strong = await root.groups.create({ body: { name: 'strong' } });
  await root.bindings.create({ body: { type: 'GROUP', externalId: strong.id, roleId: 'admin_dev' } });
  const isAdmin = async (api: Client): Promise<boolean> =>
    (await api.acls.explain({ query: { permission: 'ROLE:CREATE' } })).allowed ||
    (await refusal(api.roles.create({ body: { name: 'more', permissions: { FLOW: ['VIEW'] } } })))[0] === 200;

  await clerk.api.groups.create({ body: { id: admin.id, name: 'borrowed', membersId: [clerk.id] } });
  const { id } = await clerk.api.serviceAccounts.create({ body: { id: strong.id, name: 'borrowed' } });
  const { fullToken } = await clerk.api.serviceAccounts.createToken({ id, body: { name: 'test' } });

  expect(id).toBe(strong.id);
  expect(await isAdmin(clerk.api)).toBe(false);
  expect(await isAdmin(server.client({ token: fullToken }).forTenant('dev'))).toBe(false);
  expect(await isAdmin(admin.api)).toBe(true);
});

test('who holds TENANT CREATE creates tenants and is their Admin', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  await root.roles.create({ body: { id: 'founder', name: 'founder', permissions: { TENANT: ['CREATE'] } } });
  const founder = await person('founder', { role: 'founder' });

  await founder.api.tenants.create({ body: { id: 'mine', name: 'Mine' } });

  expect((await founder.api.me.get()).tenants.map(({ id }) => id)).toEqual(['dev', 'mine']);
  expect((await founder.api.me.get()).instancePermissions).toEqual({ TENANT: ['CREATE'] });
  expect((await founder.api.forTenant('mine').roles.search({ query: { size: 100 } })).total).toBe(5);
  expect(await refusal(founder.api.tenants.delete({ id: 'mine' }))).toEqual([
    403,
    'Forbidden: missing permission TENANT:DELETE',
  ]);
});

test('what a role grants above the tenants does not count while its tenant is suspended', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  await root.roles.create({ body: { id: 'founder', name: 'founder', permissions: { TENANT: ['CREATE'] } } });
  const { api } = await person('founder', { role: 'founder' });
  const found = (id: string) => refusal(api.tenants.create({ body: { id, name: id } }));
  expect(await found('first')).toEqual([200, 'done']);

  await server.api.tenants.suspend({ id: 'dev', body: {} });

  expect(await found('second')).toEqual([403, 'Forbidden: missing permission TENANT:CREATE']);
  await server.api.tenants.resume({ id: 'dev', body: {} });
  expect(await found('third')).toEqual([200, 'done']);
});

test('what a role grants above the tenants does not count while the default tenant that it is of is switched off', async () => {
  const { api, deps } = await startTestServer({ tenancy: 'mixed' });
  await api.roles.create({ body: { id: 'founder', name: 'founder', permissions: { TENANT: ['CREATE'] } } });
  const { id } = await api.users.create({ body: { username: 'founder', tenants: ['main'] } });
  await api.bindings.create({ body: { type: 'USER', externalId: id, roleId: 'founder' } });
  const grantedIn = async (tenancy: keyof typeof tenancies) => {
    const settings = { ...deps.settings, tenancy: { ...deps.settings.tenancy, ...tenancies[tenancy] } };
    const access = new AccessControl({ ...deps, settings });
    onTestFinished(() => access.close());
    return [...(await access.instancePermissions((await access.findUser(id))!)).keys()];
  };

  expect(await grantedIn('mixed')).toEqual(['TENANT:CREATE']);
  expect(await grantedIn('explicit')).toEqual([]);
});

test('a role is bound to nobody outside: not to a group of another tenant, nor to one that does not exist', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root } = await aTenant(server);
  await server.api.tenants.create({ body: { id: 'other', name: 'Other' } });
  const theirs = await server.api.forTenant('other').groups.create({ body: { name: 'theirs' } });
  const before = await root.bindings.search();

  for (const externalId of [theirs.id, 'nobody'])
    expect(await refusal(root.bindings.create({ body: { type: 'GROUP', externalId, roleId: 'viewer_dev' } }))).toEqual([
      404,
      'Not Found: group',
    ]);

  expect(await root.bindings.search()).toEqual(before);
});

test('groups carry rights; owners manage members as far as they hold them', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  const [ann, bob, eve] = [await person('ann', { inside: false }), await person('bob'), await person('eve')];
  const group = await root.groups.create({ body: { name: 'team', description: null, membersId: [bob.id] } });
  expect(group).toEqual({ id: group.id, name: 'team' });
  expect(await refusal(root.groups.create({ body: { name: 'team' } }))).toEqual([409, "Group 'team' already exists"]);
  await root.bindings.create({ body: { type: 'GROUP', externalId: group.id, roleId: 'viewer_dev' } });

  const member = await root.groups.addMember({ id: group.id, userId: ann.id });

  expect(member.groups).toEqual([{ id: group.id, name: 'team', external: false, membership: 'MEMBER' }]);
  expect((await root.tenantAccess.get({ userId: ann.id })).roles).toMatchObject([
    { id: 'viewer_dev', origin: 'GROUP', sourceId: group.id },
  ]);
  expect((await refusal(root.groups.addMember({ id: group.id, userId: ann.id })))[0]).toBe(409);
  expect((await refusal(bob.api.groups.addMember({ id: group.id, userId: eve.id })))[0]).toBe(403);
  expect(await refusal(bob.api.groups.members({ id: group.id }))).toEqual([
    403,
    'Forbidden: missing permission GROUP:VIEW',
  ]);
  await root.groups.setMembership({ id: group.id, userId: bob.id, query: { membership: 'OWNER' } });
  expect((await refusal(bob.api.groups.addMember({ id: group.id, userId: eve.id })))[0]).toBe(200);
  expect((await bob.api.groups.members({ id: group.id })).total).toBe(3);
  const members = await root.groups.members({
    id: group.id,
    query: { filters: [{ field: 'username', operation: 'EQUALS', value: 'ann' }] },
  });
  expect(members.results.map(({ id }) => id)).toEqual([ann.id]);

  // Access that came with the group goes with it; access given before stays
  await root.groups.removeMember({ id: group.id, userId: ann.id });
  await root.groups.removeMember({ id: group.id, userId: bob.id });
  expect((await refusal(ann.api.acls.permissions()))[0]).toBe(401);
  expect((await refusal(bob.api.acls.permissions()))[0]).toBe(200);
  expect((await refusal(root.groups.removeMember({ id: group.id, userId: bob.id })))[0]).toBe(409);
  await root.groups.delete({ id: group.id });
  expect((await refusal(root.groups.get({ id: group.id })))[0]).toBe(404);
});

test('who manages members lets nobody into a group that grants more than they hold themselves', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  const permissions = { GROUP: ['VIEW', 'MANAGE_MEMBERS'], USER: ['VIEW', 'MANAGE_GROUP_MEMBERSHIP'], FLOW: ['VIEW'] };
  await root.roles.create({ body: { id: 'clerk', name: 'clerk', permissions } });
  const clerk = (await person('clerk', { role: 'clerk' })).api;
  const [ann, bob] = [await person('ann'), await person('bob')];
  const strong = await root.groups.create({ body: { name: 'strong', membersId: [bob.id] } });
  const weak = await root.groups.create({ body: { name: 'weak', membersId: [bob.id] } });
  await root.bindings.create({ body: { type: 'GROUP', externalId: strong.id, roleId: 'admin_dev' } });
  const forbidden = [403, expect.stringContaining('Forbidden: missing permission')];
  const owner = { membership: 'OWNER' } as const;

  expect(await refusal(clerk.groups.addMember({ id: strong.id, userId: ann.id }))).toEqual(forbidden);
  expect(await refusal(clerk.groups.setMembership({ id: strong.id, userId: bob.id, query: owner }))).toEqual(forbidden);
  const join = (groupId: string) =>
    refusal(clerk.groups.setGroupsOfUser({ id: ann.id, body: { groupIds: [groupId] } }));
  expect(await join(strong.id)).toEqual(forbidden);

  expect((await refusal(clerk.groups.setMembership({ id: weak.id, userId: bob.id, query: owner })))[0]).toBe(200);
  expect((await join(weak.id))[0]).toBe(200);
});

test('of a group that grants nothing, only its owners and who may manage members change those', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  const permissions = { GROUP: ['VIEW', 'UPDATE'], USER: ['VIEW', 'LIST'] };
  await root.roles.create({ body: { id: 'reader', name: 'reader', permissions } });
  const { api } = await person('reader', { role: 'reader' });
  const [ann, bob] = [await person('ann'), await person('bob')];
  const { id } = await root.groups.create({ body: { name: 'weak', membersId: [bob.id] } });
  const before = await root.groups.members({ id });
  const missing = [403, 'Forbidden: missing permission GROUP:MANAGE_MEMBERS'];

  const query = { membership: 'OWNER' } as const;
  expect(await refusal(api.groups.addMember({ id, userId: ann.id }))).toEqual(missing);
  expect(await refusal(api.groups.setMembership({ id, userId: bob.id, query }))).toEqual(missing);
  expect(await refusal(api.groups.removeMember({ id, userId: bob.id }))).toEqual(missing);

  expect(await root.groups.members({ id })).toEqual(before);
});

test('who is not there can neither leave nor come in', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root, person } = await aTenant(server);
  const [inside, stranger] = [await person('inside'), await person('stranger', { inside: false })];

  expect(await refusal(root.tenantAccess.revoke({ userId: stranger.id }))).toEqual([404, 'Not Found: user']);
  expect(await refusal(root.groups.addMember({ id: 'absent', userId: inside.id }))).toEqual([404, 'Not Found: group']);
});

test('service accounts of two tenants may share a name, and only tokens open for them', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const dev = (await aTenant(server, 'dev')).root;
  const prod = (await aTenant(server, 'prod')).root;
  const [one, other] = [
    await dev.serviceAccounts.create({ body: { name: 'ci' } }),
    await prod.serviceAccounts.create({ body: { name: 'ci' } }),
  ];
  expect(one).toEqual({ id: one.id, name: 'ci', groups: [], superAdmin: false, instanceOwner: false });
  const { fullToken } = await dev.serviceAccounts.createToken({ id: one.id, body: { name: 'token' } });
  const robot = server.client({ token: fullToken });

  expect((await refusal(robot.forTenant('dev').acls.permissions()))[0]).toBe(200);
  expect((await refusal(robot.forTenant('prod').acls.permissions()))[0]).toBe(404);
  expect((await refusal(dev.serviceAccounts.get({ id: other.id })))[0]).toBe(404);
  expect((await refusal(server.client({ username: 'ci', password: '' }).me.get()))[0]).toBe(401);
  await server.api.instanceServiceAccounts.patch({ id: one.id, body: { description: 'builds' } });
  const { id: person } = await server.api.users.create({ body: { username: 'person' } });
  expect((await refusal(server.api.instanceServiceAccounts.delete({ id: person })))[0]).toBe(404);
  const logged = async (api: Client) =>
    (await api.auditLogs.search({ query: { size: 50 } })).results.map(
      ({ auditLog: { type, detail } }) => `${type} ${detail.resource}`,
    );
  expect(await logged(dev)).toContain('UPDATE SERVICE_ACCOUNT');
  await dev.serviceAccounts.delete({ id: one.id });
  expect((await refusal(robot.me.get()))[0]).toBe(401);
});

test('the last superadmin who can sign in keeps a way to', async () => {
  const { api } = await startTestServer({ tenancy: 'explicit' });
  const { id } = await api.me.get();
  const other = await api.users.create({ body: { email: 'ann@example.com', superAdmin: true } });

  expect((await refusal(api.users.deleteAuthMethod({ id, auth: 'password' })))[0]).toBe(409);

  await api.users.setPassword({ id: other.id, body: { password: 'Secret-123!' } });
  expect((await api.users.deleteAuthMethod({ id: other.id, auth: 'password' })).auths).toEqual([]);
  expect((await refusal(api.users.deleteAuthMethod({ id: other.id, auth: 'password' })))[0]).toBe(404);
  expect((await refusal(api.users.deleteAuthMethod({ id, auth: 'password' })))[0]).toBe(409);
  expect((await api.me.get()).auths).toHaveLength(1);
});

test('a change of the superadmin flag that gives none is refused, and leaves the flag', async () => {
  const { api } = await startTestServer({ tenancy: 'explicit' });
  const ann = await api.users.create({ body: { email: 'ann@example.com', superAdmin: true } });
  const robot = await api.instanceServiceAccounts.create({ body: { name: 'robot', superAdmin: true } });
  const refused = [422, 'Invalid entity: superAdmin: must not be null'];

  expect(await refusal(api.users.setSuperAdmin({ id: ann.id, body: {} }))).toEqual(refused);
  expect(await refusal(api.instanceServiceAccounts.setSuperAdmin({ id: robot.id, body: {} }))).toEqual(refused);

  expect((await api.users.get({ id: ann.id })).superAdmin).toBe(true);
  expect((await api.instanceServiceAccounts.get({ id: robot.id })).superAdmin).toBe(true);
  await api.users.setSuperAdmin({ id: ann.id, body: { instanceOwner: false } });
  expect((await api.users.get({ id: ann.id })).superAdmin).toBe(false);
});

test('users of the instance: the last superadmin stays, names are taken once, groups follow', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { api } = server;
  const { root } = await aTenant(server);
  const { id } = await api.me.get();
  expect((await refusal(api.users.delete({ id })))[0]).toBe(409);
  expect((await refusal(api.users.setSuperAdmin({ id, body: { superAdmin: false } })))[0]).toBe(409);

  const group = await root.groups.create({ body: { name: 'team' } });
  const ann = await api.users.create({
    body: { email: 'Ann@Example.com', firstName: 'Ann', lastName: 'Lee', groups: [group.id] },
  });
  expect(ann).toMatchObject({
    username: 'Ann@Example.com',
    displayName: 'Ann Lee',
    tenants: [{ id: 'dev', name: 'dev' }],
    groups: [{ id: group.id, tenantId: 'dev' }],
  });
  expect(await refusal(api.users.create({ body: { username: 'ann@example.com' } }))).toEqual([
    409,
    "User 'ann@example.com' already exists",
  ]);
  expect((await refusal(api.users.create({ body: { username: 'a:b' } })))[0]).toBe(422);
  expect((await refusal(api.users.create({ body: { username: 'x', password: 'short' } })))[1]).toContain(
    'must have at least 8 characters, must have at least 1 digit',
  );
  expect(await refusal(api.users.create({ body: { username: 'x', tenants: ['nowhere'] } }))).toEqual([
    404,
    "Tenant 'nowhere' does not exist",
  ]);
  expect(
    (await api.users.list({ query: { filters: [{ field: 'q', operation: 'EQUALS', value: 'ann@' }] } })).results.map(
      ({ id: found }) => found,
    ),
  ).toEqual([ann.id]);
  const second = await root.groups.create({ body: { id: 'aaa', name: 'second' } });
  const both = await api.users.update({ id: ann.id, body: { username: 'ann', groups: [group.id, second.id] } });
  expect([both, await api.users.get({ id: ann.id })].map(({ groups }) => groups.map(({ id: sent }) => sent))).toEqual([
    [group.id, second.id],
    [group.id, second.id],
  ]);
  expect(await api.users.update({ id: ann.id, body: { username: 'ann' } })).toMatchObject({
    username: 'ann',
    groups: [],
    superAdmin: false,
  });
  await api.users.delete({ id: ann.id });
  expect((await refusal(api.users.get({ id: ann.id })))[0]).toBe(404);
});

test('a restricted account reads and nothing else', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { person } = await aTenant(server);
  const demo = await person('demo', { role: 'admin_dev' });
  await server.api.users.setRestricted({ id: demo.id, body: { restricted: true } });
  expect((await refusal(demo.api.roles.search()))[0]).toBe(200);
  expect(await refusal(demo.api.groups.create({ body: { name: 'x' } }))).toEqual([
    403,
    'Forbidden: this account is read-only',
  ]);
});

test('the superadmin flag opens identities of a tenant, not what runs there', async () => {
  const server = await startTestServer({ tenancy: 'explicit', tenancySettings: { bindSuperadminCreator: false } });
  const { root } = await aTenant(server);
  expect((await refusal(root.roles.search()))[0]).toBe(200);
  expect(await refusal(root.flows.search())).toEqual([403, 'Forbidden: missing permission FLOW:LIST']);
});

test('changes of access are in the audit log of their tenant, with who made them', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { root } = await aTenant(server);
  await root.groups.create({ body: { name: 'team' } });
  const { results } = await root.auditLogs.search({ query: { size: 100 } });
  expect(
    results.map(({ auditLog, user }) => [auditLog.type, auditLog.detail.resource, auditLog.tenantId, user?.username]),
  ).toEqual([
    ['CREATE', 'GROUP', 'dev', 'root@root.com'],
    ['CREATE', 'TENANT', 'dev', 'root@root.com'],
  ]);
});
