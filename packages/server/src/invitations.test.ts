/** How a person comes into a tenant without a superadmin: by an invitation that they take. */
import { expect, test } from 'vitest';
import { startTestServer, type OwnServer } from './test-server.ts';

/** A tenant with an Admin who is no superadmin. */
async function withAdmin(server: OwnServer, tenant: string) {
  const { api } = server;
  await api.tenants.create({ body: { id: tenant, name: tenant } });
  const username = `admin@${tenant}.org`;
  const user = await api.users.create({ body: { username, password: 'Admin!1234', tenants: [tenant] } });
  const own = api.forTenant(tenant);
  await own.bindings.create({ body: { type: 'USER', externalId: user.id, roleId: `admin_${tenant}` } });
  return server.client({ username, password: 'Admin!1234' }).forTenant(tenant);
}

const secretOf = (link: string | undefined): string => link!.split('/').at(-1)!;
const person = { firstName: 'Jane', lastName: 'Doe', password: 'Jane!1234' };
const asJane = { username: 'jane@doe.org', password: 'Jane!1234' };

test('whoever tries many links is refused for a while, with the right one, too', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const own = await withAdmin(server, 'dev');
  const invitation = await own.invitations.create({ body: { email: 'jane@doe.org' } });
  const id = secretOf(invitation!.link).split('.')[0]!;
  const take = (invitationId: string) => server.client().invitations.createUser({ invitationId, body: person });

  for (let guess = 0; guess < 100; guess += 1)
    await expect(take(`${id}.${String(guess).padStart(43, 'x')}`)).rejects.toMatchObject({ status: 404 });

  await expect(take(secretOf(invitation!.link))).rejects.toMatchObject({ status: 429 });
  server.advance(300_000);
  expect((await take(secretOf(invitation!.link))).username).toBe('jane@doe.org');
});

test('a stranger makes the account that the link is for, and has what the invitation grants', async () => {
  const server = await startTestServer({ tenancy: 'explicit', service: { url: 'https://wind.example/' } });
  const admin = await withAdmin(server, 'dev');
  const roles = [{ id: 'viewer_dev', namespaces: ['company'] }];
  const invitation = await admin.invitations.create({ body: { email: asJane.username, roles } });
  expect(invitation).toMatchObject({ status: 'PENDING', tenantId: 'dev', roles: [{ name: 'Viewer' }] });
  expect(invitation!.link).toMatch(/^https:\/\/wind\.example\/ui\/invitation\/\w+\.[\w-]{43}$/);
  expect((await admin.invitations.get({ id: invitation!.id })).link).toBeUndefined();

  const stranger = server.client();
  const make = (invitationId: string, body = person) => stranger.invitations.createUser({ invitationId, body });
  const link = secretOf(invitation!.link);
  await expect(make(`${invitation!.id}.${'x'.repeat(43)}`)).rejects.toMatchObject({ status: 404 });
  await expect(make(link, { ...person, password: 'weak' })).rejects.toMatchObject({ status: 422 });
  await make(link);

  const jane = server.client(asJane).forTenant('dev');
  expect((await jane.me.get()).tenants).toEqual([{ id: 'dev', name: 'dev' }]);
  const may = await jane.acls.explain({ query: { permission: 'FLOW:VIEW', namespace: 'company.team' } });
  expect(may.allowed).toBe(true);
  await expect(make(link)).rejects.toMatchObject({ status: 410 });
  expect(await admin.invitations.listByEmail({ email: 'JANE@doe.org' })).toMatchObject([{ status: 'ACCEPTED' }]);
  const filters = [{ field: 'resources', operation: 'EQUALS', value: 'INVITATION' }] as const;
  const { results } = await admin.auditLogs.search({ query: { filters: [...filters] } });
  expect(results.map(({ auditLog, user }) => [auditLog.type, user?.username])).toEqual([
    ['UPDATE', asJane.username],
    ['CREATE', 'admin@dev.org'],
  ]);
});

test("nobody takes an invitation by writing somebody else's e-mail into their own profile", async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const admin = await withAdmin(server, 'dev');
  await server.api.users.create({ body: { username: 'mallory@doe.org', password: 'Mallory!1' } });
  const mallory = server.client({ username: 'mallory@doe.org', password: 'Mallory!1' });
  await admin.invitations.create({ body: { email: asJane.username, roles: [{ id: 'viewer_dev' }] } });

  await expect(mallory.me.patch({ body: { email: asJane.username } })).rejects.toMatchObject({ status: 403 });

  expect(await mallory.invitations.own()).toEqual([]);
  const named = await mallory.me.patch({ body: { email: 'Mallory@doe.org', firstName: 'Mal' } });
  expect(named.profile).toMatchObject({ username: 'mallory@doe.org', firstName: 'Mal' });
  const { id } = await server.api.me.get();
  expect((await server.api.users.patch({ id, body: { email: 'root@doe.org' } })).email).toBe('root@doe.org');
});

test('somebody who has an account sees the invitation and takes it; nobody else can', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const [one, two] = [await withAdmin(server, 'one'), await withAdmin(server, 'two')];
  const first = await server.api.forTenant('one').invitations.create({ body: { email: asJane.username } });
  await server.client().invitations.createUser({ invitationId: secretOf(first!.link), body: person });
  const invitation = await two.invitations.create({ body: { email: asJane.username, roles: [{ id: 'viewer_two' }] } });

  const jane = server.client(asJane);
  expect(await jane.invitations.own()).toMatchObject([
    { id: invitation!.id, tenantId: 'two', roles: [{ id: 'viewer_two', name: 'Viewer' }] },
  ]);
  await expect(one.invitations.accept({ invitationId: invitation!.id })).rejects.toMatchObject({ status: 404 });
  const again = { invitationId: secretOf(invitation!.link), body: person };
  await expect(server.client().invitations.createUser(again)).rejects.toMatchObject({ status: 409 });
  await jane.invitations.accept({ invitationId: invitation!.id });

  expect((await jane.me.get()).tenants.map(({ id }) => id)).toEqual(['one', 'two']);
  expect(await jane.invitations.own()).toEqual([]);
  await expect(jane.invitations.accept({ invitationId: invitation!.id })).rejects.toMatchObject({ status: 410 });
  await expect(two.invitations.create({ body: { email: asJane.username } })).rejects.toMatchObject({ status: 409 });
});

test('an account made with the link of one tenant needs the link of another, whose invitation it does not see', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const [one, two] = [await withAdmin(server, 'one'), await withAdmin(server, 'two')];
  const kept = await one.invitations.create({ body: { email: asJane.username } });
  await server.client().invitations.createUser({ invitationId: secretOf(kept!.link), body: person });
  const holder = server.client(asJane);

  const invitation = await two.invitations.create({ body: { email: asJane.username, roles: [{ id: 'viewer_two' }] } });

  expect(await holder.invitations.own()).toEqual([]);
  for (const guess of [invitation!.id, `${invitation!.id}.${'x'.repeat(43)}`])
    await expect(holder.invitations.accept({ invitationId: guess })).rejects.toMatchObject({ status: 404 });
  const superadmins = server.api.forTenant('two').invitations.create({ body: { email: asJane.username } });
  await expect(superadmins).rejects.toMatchObject({ status: 409 });
  await holder.invitations.accept({ invitationId: secretOf(invitation!.link) });
  expect((await holder.me.get()).tenants.map(({ id }) => id)).toEqual(['one', 'two']);
  await expect(two.invitations.create({ body: { email: asJane.username } })).rejects.toMatchObject({ status: 409 });
});

test('an invitation ends with the rights of who wrote it, and not with a role that is gone', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const admin = await withAdmin(server, 'dev');
  const root = server.api.forTenant('dev');
  const invite = (email: string, roleId = 'viewer_dev') =>
    admin.invitations.create({ body: { email, roles: [{ id: roleId }] } });
  const take = (link: string | undefined) =>
    server.client().invitations.createUser({ invitationId: secretOf(link), body: person });
  const role = await root.roles.create({ body: { name: 'passing', permissions: { FLOW: ['VIEW'] } } });
  const [first, second, third] = [
    await invite('one@doe.org', role.id),
    await invite('two@doe.org'),
    await invite('three@doe.org'),
  ];
  await root.roles.delete({ id: role.id });
  expect((await take(first!.link)).username).toBe('one@doe.org');
  const self = await admin.me.get();
  const { results } = await root.bindings.search({
    query: { filters: [{ field: 'id', operation: 'EQUALS', value: self.id }] },
  });

  for (const { id } of results) await root.bindings.delete({ id });
  await expect(take(second!.link)).rejects.toMatchObject({ status: 410 });
  // Who may invite still, but not into that role; who holds it, but may not invite
  const inviting = await root.roles.create({ body: { name: 'inviting', permissions: { INVITATION: ['CREATE'] } } });
  for (const roleId of [inviting.id, 'viewer_dev']) {
    const binding = await root.bindings.create({ body: { type: 'USER', externalId: self.id, roleId } });
    await expect(take(second!.link)).rejects.toMatchObject({ status: 410 });
    await root.bindings.delete({ id: binding.id });
  }
  await root.bindings.create({ body: { type: 'USER', externalId: self.id, roleId: 'admin_dev' } });
  expect((await take(second!.link)).username).toBe('two@doe.org');
  await server.api.users.delete({ id: self.id });
  await expect(take(third!.link)).rejects.toMatchObject({ status: 410 });
});

test('an invitation waits once for each e-mail, expires, and can be taken back', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  await withAdmin(server, 'dev');
  const own = server.api.forTenant('dev');
  const invite = () => own.invitations.create({ body: { email: asJane.username } });
  const take = (link: string | undefined) =>
    server.client().invitations.createUser({ invitationId: secretOf(link), body: person });
  const first = await invite();
  await expect(invite()).rejects.toMatchObject({ status: 409 });

  server.advance(7 * 86_400_000);

  expect(await own.invitations.get({ id: first!.id })).toMatchObject({ status: 'EXPIRED', isExpired: true });
  await expect(take(first!.link)).rejects.toMatchObject({ status: 410 });
  const second = await invite();
  await own.invitations.delete({ id: second!.id });
  await expect(take(second!.link)).rejects.toMatchObject({ status: 404 });
  expect((await own.invitations.search()).total).toBe(0);
});

test('superadmins let users who exist in at once, and may have one made who signs in elsewhere', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const admin = await withAdmin(server, 'dev');
  const own = server.api.forTenant('dev');
  const user = await server.api.users.create({ body: { username: asJane.username } });

  const letIn = await own.invitations.create({ body: { email: asJane.username, roles: [{ id: 'viewer_dev' }] } });
  await own.invitations.create({ body: { email: 'sso@doe.org', createUserIfNotExist: true } });
  const refused = admin.invitations.create({ body: { email: 'x@doe.org', superAdmin: true } });

  expect(letIn).toBeUndefined();
  await expect(refused).rejects.toMatchObject({ status: 403 });
  const members = (await own.tenantAccess.list({ query: { size: 100 } })).results.map(({ username }) => username);
  expect(members).toEqual(expect.arrayContaining([asJane.username, 'sso@doe.org']));
  expect((await own.tenantAccess.get({ userId: user.id })).roles).toMatchObject([{ id: 'viewer_dev' }]);
});

test('whatever the case of an e-mail, it is that of the account which has it beside its name', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  await withAdmin(server, 'dev');
  const user = await server.api.users.create({ body: { username: 'ann', email: 'Ann@example.com' } });

  await server.api.forTenant('dev').invitations.create({ body: { email: 'ann@EXAMPLE.com' } });

  expect((await server.api.users.get({ id: user.id })).tenants).toEqual([{ id: 'dev', name: 'dev' }]);
});

test('nobody invites into what they do not hold', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const admin = await withAdmin(server, 'dev');
  const host = await server.api.users.create({ body: { username: 'host', password: 'Host!1234', tenants: ['dev'] } });
  const role = await admin.roles.create({ body: { name: 'host', permissions: { INVITATION: ['CREATE', 'VIEW'] } } });
  await admin.bindings.create({ body: { type: 'USER', externalId: host.id, roleId: role.id } });
  const own = server.client({ username: 'host', password: 'Host!1234' }).forTenant('dev');
  const invite = (roleId: string) =>
    own.invitations.create({ body: { email: asJane.username, roles: [{ id: roleId }] } });

  const group = await admin.groups.create({ body: { name: 'strong' } });
  await admin.bindings.create({ body: { type: 'GROUP', externalId: group.id, roleId: 'admin_dev' } });
  const intoGroup = own.invitations.create({ body: { email: asJane.username, groups: [group.id] } });

  await expect(intoGroup).rejects.toMatchObject({ status: 403 });
  await expect(invite('admin_dev')).rejects.toMatchObject({ status: 403 });
  expect((await invite(role.id))?.status).toBe('PENDING');
});
