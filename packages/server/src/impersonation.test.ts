/** Acting as somebody else, and why somebody may do something. */
import { expect, test } from 'vitest';
import { admin, startTestServer, type OwnServer } from './test-server.ts';

const jane = { username: 'jane', password: 'Jane!1234' };

async function withJane(server: OwnServer, roleId = 'viewer_main'): Promise<string> {
  const user = await server.api.users.create({ body: { ...jane, tenants: ['main'] } });
  await server.api.bindings.create({ body: { type: 'USER', externalId: user.id, roleId } });
  return user.id;
}

const asJane = { headers: { 'x-kestra-impersonate': 'jane' } };

test('a superadmin acts as a user for an hour, with their rights and both names in the log', async () => {
  const server = await startTestServer({ tenancy: 'mixed' });
  const { api } = server;
  const id = await withJane(server, 'admin_main');
  const root = (await api.me.get()).id;

  const response = await fetch(`${server.url}/api/v1/users/${id}/impersonate`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString('base64')}` },
  });

  expect(await response.json()).toMatchObject({ id, impersonatedBy: root, superAdmin: false });
  const cookie = response.headers.get('set-cookie')!.split(';', 1)[0]!;
  const send = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { cookie, 'x-requested-with': 'test', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  expect(await (await send('GET', '/me')).json()).toMatchObject({ id, impersonatedBy: root });
  expect((await send('GET', '/users')).status).toBe(403);
  for (const [method, path, body] of [
    ['PUT', '/me/password', { oldPassword: jane.password, newPassword: 'Other!1234' }],
    ['POST', '/me/api-tokens', { name: 'ci' }],
    ['POST', '/roles', { name: 'r', permissions: {} }],
    ['POST', '/bindings', { type: 'USER', externalId: id, roleId: 'admin_main' }],
  ] as const)
    expect((await send(method, path, body)).status, path).toBe(403);
  expect((await send('POST', '/namespaces', { id: 'company' })).status).toBeLessThan(300);
  const twice = { headers: { cookie, 'x-requested-with': 'test', ...asJane.headers } };
  expect((await fetch(`${server.url}/api/v1/main/acls/permissions`, twice)).status).toBe(403);

  const { results } = await api.instanceAuditLogs.search({ query: { size: 20 } });
  expect(results.map(({ auditLog: { type, userId } }) => [type, userId])).toContainEqual(['IMPERSONATE', root]);
  expect(
    results.map(({ auditLog: { type, userId, impersonatedBy } }) => [type, userId, impersonatedBy]),
  ).toContainEqual(['ACCESS_DENIED', id, root]);
  const done = await api.forTenant('main').auditLogs.search({ query: { size: 1 } });
  expect(done.results[0]!.auditLog).toMatchObject({ userId: id, impersonatedBy: root });
  server.advance(3_600_000);
  expect((await send('GET', '/me')).status).toBe(401);
});

test('it ends at once for a superadmin who is none any more', async () => {
  const server = await startTestServer({ tenancy: 'mixed' });
  const { api } = server;
  const jane = await withJane(server);
  const second = { username: 'second', password: 'Second!1234' };
  const { id } = await api.users.create({ body: { ...second, superAdmin: true } });
  const authorization = `Basic ${Buffer.from(`${second.username}:${second.password}`).toString('base64')}`;
  const begun = await fetch(`${server.url}/api/v1/users/${jane}/impersonate`, {
    method: 'POST',
    headers: { authorization },
  });
  const cookie = begun.headers.get('set-cookie')!.split(';', 1)[0]!;
  const status = async () => (await fetch(`${server.url}/api/v1/me`, { headers: { cookie } })).status;
  expect(await status()).toBe(200);

  await api.users.setSuperAdmin({ id, body: { superAdmin: false } });

  expect(await status()).toBe(401);
});

test('superadmins and accounts of programs cannot be impersonated', async () => {
  const server = await startTestServer({ tenancy: 'mixed' });
  const { api } = server;
  const root = (await api.me.get()).id;

  await expect(api.users.impersonate({ id: root })).rejects.toMatchObject({ status: 403 });
  await expect(api.users.impersonate({ id: 'nobody' })).rejects.toMatchObject({ status: 404 });
  await withJane(server);
  await expect(server.client(jane).users.impersonate({ id: root })).rejects.toMatchObject({ status: 403 });
  const { id: robot } = await api.instanceServiceAccounts.create({ body: { name: 'robot', tenants: ['main'] } });
  await expect(api.users.impersonate({ id: robot })).rejects.toMatchObject({ status: 404 });
  const asRobot = { headers: { 'x-kestra-impersonate': 'robot' } };
  const explain = { query: { permission: 'FLOW:VIEW' } };
  await expect(api.acls.explain(explain, asRobot)).rejects.toMatchObject({ status: 404 });
  const asRoot = { headers: { 'x-kestra-impersonate': admin.username } };
  await expect(api.acls.explain(explain, asRoot)).rejects.toMatchObject({ status: 403 });
});

test('one request is made as a user by a header, for those who may and hold as much', async () => {
  const server = await startTestServer({ tenancy: 'mixed' });
  const { api } = server;
  await withJane(server);
  const helper = await api.users.create({ body: { username: 'helper', password: 'Help!1234', tenants: ['main'] } });
  const asHelper = server.client({ username: 'helper', password: 'Help!1234' });
  const role = await api.roles.create({ body: { name: 'helper', permissions: { USER: ['IMPERSONATE'] } } });
  await api.bindings.create({ body: { type: 'USER', externalId: helper.id, roleId: role.id } });
  const explain = { query: { permission: 'FLOW:VIEW' } };

  expect((await api.acls.explain(explain, asJane)).user.username).toBe('jane');
  await expect(server.client(jane).acls.explain(explain, asJane)).rejects.toMatchObject({ status: 403 });
  // Jane may look at flows, the helper may not: as her the helper could
  await expect(asHelper.acls.explain(explain, asJane)).rejects.toMatchObject({ status: 403 });
  await api.bindings.create({ body: { type: 'USER', externalId: helper.id, roleId: 'viewer_main' } });
  expect((await asHelper.acls.explain(explain, asJane)).user.username).toBe('jane');
  const change = api.roles.create({ body: { name: 'r', permissions: {} } }, asJane);
  await expect(change).rejects.toMatchObject({ status: 403 });
});

test('who holds a permission in some namespaces acts as those who hold it in these alone', async () => {
  const { api, client } = await startTestServer({ tenancy: 'mixed' });
  const role = await api.roles.create({ body: { name: 'viewer', permissions: { FLOW: ['VIEW'] } } });
  const helping = await api.roles.create({ body: { name: 'helper', permissions: { USER: ['IMPERSONATE'] } } });
  const person = async (username: string, namespaceId: string): Promise<string> => {
    const { id } = await api.users.create({ body: { username, password: 'Help!1234', tenants: ['main'] } });
    await api.bindings.create({ body: { type: 'USER', externalId: id, roleId: role.id, namespaceId } });
    return id;
  };
  const helper = await person('helper', 'company');
  await api.bindings.create({ body: { type: 'USER', externalId: helper, roleId: helping.id } });
  await person('below', 'company.team');
  await person('beside', 'companion');
  const actAs = (name: string) =>
    client({ username: 'helper', password: 'Help!1234' }).acls.explain(
      { query: { permission: 'FLOW:VIEW' } },
      { headers: { 'x-kestra-impersonate': name } },
    );

  expect((await actAs('below')).user.username).toBe('below');
  await expect(actAs('beside')).rejects.toMatchObject({ status: 403 });
});

/** In tenant `dev` alone: an Admin whose requests are made as whom they name. */
async function adminOfDev(server: OwnServer) {
  const helper = { username: 'helper', password: 'Help!1234' };
  for (const id of ['dev', 'other']) await server.api.tenants.create({ body: { id, name: id } });
  const { id } = await server.api.users.create({ body: { ...helper, tenants: ['dev'] } });
  const dev = server.api.forTenant('dev');
  await dev.bindings.create({ body: { type: 'USER', externalId: id, roleId: 'admin_dev' } });
  const authorization = `Basic ${Buffer.from(`${helper.username}:${helper.password}`).toString('base64')}`;
  const actAs = async (name: string, method: string, path: string, body?: object) => {
    const headers = { authorization, 'x-kestra-impersonate': name, 'content-type': 'application/json' };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${server.url}/api/v1/dev${path}`, init);
    return { status: response.status, text: await response.text() };
  };
  return { id, actAs };
}

test('those outside the tenant are told from nobody by no answer, superadmins among them', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { actAs } = await adminOfDev(server);
  await server.api.users.create({ body: { ...jane, tenants: ['other'] } });
  await server.api.users.create({ body: { username: 'second', password: 'Second!1234', superAdmin: true } });
  const ask = (name: string) => actAs(name, 'GET', '/acls/permissions');

  const nobody = await ask('nobody');

  expect(nobody.status).toBe(404);
  for (const name of ['jane', 'second']) expect(await ask(name), name).toEqual(nobody);
});

test('what somebody is to other tenants is not shown to who acts as them in one', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { actAs } = await adminOfDev(server);
  await server.api.users.create({ body: { ...jane, tenants: ['dev', 'other'] } });

  for (const path of ['/me', '/me/api-tokens']) expect((await actAs('jane', 'GET', path)).status, path).toBe(403);
  expect((await actAs('jane', 'GET', '/acls/permissions')).status).toBe(200);
});

test('a read-only account changes nothing in another name either', async () => {
  const server = await startTestServer({ tenancy: 'explicit' });
  const { id, actAs } = await adminOfDev(server);
  const user = await server.api.users.create({ body: { ...jane, tenants: ['dev'] } });
  const developer = { type: 'USER', externalId: user.id, roleId: 'developer_dev' } as const;
  await server.api.forTenant('dev').bindings.create({ body: developer });
  const create = () => actAs('jane', 'POST', '/namespaces', { id: 'company' });

  await server.api.users.setRestricted({ id, body: { restricted: true } });

  expect(await create()).toMatchObject({ status: 403, text: expect.stringContaining('this account is read-only') });
  await server.api.users.setRestricted({ id, body: { restricted: false } });
  expect((await create()).status).toBe(200);
});

test('why somebody may do something, or what they lack', async () => {
  const server = await startTestServer({ tenancy: 'mixed' });
  const { api } = server;
  const userId = await withJane(server);
  const permissions = { FLOW: ['VIEW', 'DELETE'], ROLE: ['VIEW'] };
  const role = await api.roles.create({ body: { name: 'deleter', permissions } });
  const group = await api.groups.create({ body: { name: 'team', membersId: [userId] } });
  await api.bindings.create({ body: { type: 'GROUP', externalId: group.id, roleId: role.id, namespaceId: 'company' } });
  const ask = (permission: string, namespace?: string) =>
    api.acls.explain({ query: { userId, permission, ...(namespace && { namespace }) } });

  expect(await ask('FLOW:DELETE', 'company.team')).toMatchObject({
    allowed: true,
    reason: "The role 'deleter' grants FLOW:DELETE on namespace 'company' and below",
  });
  const elsewhere = await ask('FLOW:DELETE', 'other');
  expect(elsewhere.allowed).toBe(false);
  expect(elsewhere.reason).toBe("No role of 'jane' grants FLOW:DELETE on namespace 'other'");
  expect(elsewhere.sources).toMatchObject([
    { origin: 'BINDING', grants: false, reason: "The role 'Viewer' does not hold FLOW:DELETE" },
    { origin: 'GROUP', sourceId: group.id, grants: false, namespace: 'company' },
  ]);
  expect(elsewhere.rolesThatGrant.map(({ name }) => name)).toEqual(expect.arrayContaining(['Admin', 'deleter']));
  expect((await ask('ROLE:VIEW')).sources[1]!.reason).toContain('needs a binding in the whole tenant');
  await expect(ask('FLOW:FLY')).rejects.toMatchObject({ status: 422 });
  await api.users.setRestricted({ id: userId, body: { restricted: true } });
  expect((await ask('FLOW:DELETE', 'company')).reason).toContain('restricted');
  // About oneself nothing is needed
  const own = await server.client(jane).acls.explain({ query: { permission: 'FLOW:VIEW' } });
  expect(own.allowed).toBe(true);
  const root = (await api.me.get()).id;
  const other = server.client(jane).acls.explain({ query: { userId: root, permission: 'FLOW:VIEW' } });
  await expect(other).rejects.toMatchObject({ status: 403 });
});
