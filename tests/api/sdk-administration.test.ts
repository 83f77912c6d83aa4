/** Every operation that the official JavaScript client has for who may do what, for namespaces and for what they keep. */
import { startServer, type TestServer } from '@windhover/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSdk, type Sdk } from './official-sdk.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- replies of any shape
type Any = any;

let server: TestServer;
let sdk: Sdk;
let counter = 0;
const called = new Set<string>();

/** What the client understands of the reply. */
const call = (api: string, operation: string, ...args: readonly unknown[]): Promise<Any> => {
  called.add(`${api}.${operation}`);
  return sdk.call(api, operation, ...args);
};
/** What the server said, where the client misreads it. */
const said = (api: string, operation: string, ...args: readonly unknown[]): Promise<Any> => {
  called.add(`${api}.${operation}`);
  return sdk.said(api, operation, ...args);
};
const ids = (list: Any): string[] => (list.results ?? list).map(({ id }: { id: string }) => id);

async function newTenant(): Promise<string> {
  const id = `sdka${(counter += 1)}`;
  await call('tenantsApi', 'create', { id, name: id, deleted: false });
  return id;
}

const idOfAdmin = async (): Promise<string> => (await call('authsApi', 'getCurrentUser')).id;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  sdk = openSdk(server.url, server.admin);
});

afterAll(() => {
  const apis = ['tenantsApi', 'usersApi', 'rolesApi', 'groupsApi', 'bindingsApi', 'invitationsApi'];
  const operations = [...apis, 'authsApi', 'auditLogsApi', 'namespacesApi', 'kvApi'].flatMap((api) =>
    sdk.operations(api).map((operation) => `${api}.${operation}`),
  );
  expect(operations.filter((operation) => !called.has(operation))).toEqual([]);
});

test('tenants', async () => {
  const id = await newTenant();
  const concurrency = { limit: 2, behavior: 'QUEUE' };

  expect(await said('tenantsApi', 'update', id, { id, name: 'Renamed', concurrency })).toMatchObject({ concurrency });
  expect(await said('tenantsApi', 'get', id)).toMatchObject({ id, name: 'Renamed', concurrency, deleted: false });
  expect(ids(await call('tenantsApi', 'find', 1, 10, { q: id }))).toEqual([id]);
  expect(await said('tenantsApi', 'getFlowDependenciesFromTenant', false, id)).toMatchObject({ nodes: [], edges: [] });
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  await said('tenantsApi', 'setLogo', id, { logo: png });
  await call('tenantsApi', 'callDelete', id);
  await expect(call('tenantsApi', 'get', id)).rejects.toThrow('Not Found');
});

describe('users', () => {
  test('are made by their address alone, changed, found and deleted', async () => {
    const tenant = await newTenant();
    const email = `${tenant}@example.org`;

    const user = await call('usersApi', 'createUser', { email, tenants: [tenant] });
    const updated = await call('usersApi', 'updateUser', user.id, { email, username: email, firstName: 'Ada' });
    const patched = await said('usersApi', 'patchUser', user.id, { lastName: 'Lovelace' });

    expect(user).toMatchObject({ id: expect.any(String), username: email });
    expect(updated).toMatchObject({ firstName: 'Ada' });
    expect(patched).toMatchObject({ lastName: 'Lovelace' });
    expect(await call('usersApi', 'getUser', user.id)).toMatchObject({ id: user.id, username: email, email });
    expect(ids(await call('usersApi', 'listUsers', 1, 100, { q: email }))).toEqual([user.id]);
    expect(ids(await call('usersApi', 'autocompleteUsers', tenant, { q: tenant }))).toContain(user.id);
    await said('usersApi', 'patchUserDemo', user.id, { restricted: true });
    await said('usersApi', 'patchUserSuperAdmin', user.id, { superAdmin: true });
    expect((await call('usersApi', 'getUser', user.id)).superAdmin).toBe(true);
    await said('usersApi', 'patchUserSuperAdmin', user.id, { superAdmin: false });
    await call('usersApi', 'deleteUser', user.id);
    await expect(call('usersApi', 'getUser', user.id)).rejects.toThrow('Not Found');
  });

  test('have passwords, tokens and groups', async () => {
    const tenant = await newTenant();
    const username = `${tenant}@example.org`;
    const user = await call('usersApi', 'createUser', { email: username, tenants: [tenant] });
    const group = await call('groupsApi', 'createGroup', tenant, { name: 'Team' });

    await said('usersApi', 'patchUserPassword', user.id, { password: 'Lovelace!1234' });
    const own = openSdk(server.url, { username, password: 'Lovelace!1234' });
    const token = await call('usersApi', 'createApiTokensForUser', user.id, { name: 'first', description: 'x' });
    await said('usersApi', 'updateUserGroups', user.id, tenant, { groupIds: [group.id] });

    expect((await own.call('authsApi', 'getCurrentUser')).id).toBe(user.id);
    expect((await openSdk(server.url, { token: token.fullToken }).call('authsApi', 'getCurrentUser')).id).toBe(user.id);
    expect(ids(await said('usersApi', 'listApiTokens', user.id))).toEqual([token.id]);
    expect(ids(await call('groupsApi', 'searchGroupMembers', group.id, 1, 10, tenant, {}))).toEqual([user.id]);
    await said('usersApi', 'deleteApiToken', user.id, token.id);
    expect(ids(await said('usersApi', 'listApiTokens', user.id))).toEqual([]);
    called.add('usersApi.updateCurrentUserPassword');
    await own.said('usersApi', 'updateCurrentUserPassword', {
      oldPassword: 'Lovelace!1234',
      newPassword: 'Babbage!1234',
    });
    const again = openSdk(server.url, { username, password: 'Babbage!1234' });
    expect((await again.call('authsApi', 'getCurrentUser')).id).toBe(user.id);
    await said('usersApi', 'impersonate', user.id);
    await said('usersApi', 'deleteRefreshToken', user.id);
    await said('usersApi', 'deleteUserAuthMethod', user.id, 'password');
    await expect(
      openSdk(server.url, { username, password: 'Babbage!1234' }).call('authsApi', 'getCurrentUser'),
    ).rejects.toThrow('Unauthorized');
  });

  test('service accounts have tokens in their tenant', async () => {
    const tenant = await newTenant();
    const account = await server.call('POST', '/service-accounts', {
      tenant,
      body: { name: 'robot', description: 'x' },
    });

    const token = await call('usersApi', 'createApiTokensForUser1', account.id, tenant, { name: 'tok' });

    expect(token).toMatchObject({ id: expect.any(String), fullToken: expect.any(String) });
    expect(ids(await said('usersApi', 'listApiTokens1', account.id, tenant))).toEqual([token.id]);
    await said('usersApi', 'deleteApiToken1', account.id, token.id, tenant);
    expect(ids(await said('usersApi', 'listApiTokens1', account.id, tenant))).toEqual([]);
  });

  test('see who they are, and keep tokens of their own', async () => {
    const me = await call('authsApi', 'getCurrentUser');
    const token = await call('authsApi', 'createApiTokenForCurrentUser', { name: 'own', description: 'x' });

    expect(me.profile.email).toBe(server.admin.username);
    expect(ids(await call('authsApi', 'listApiTokensForCurrentUser'))).toContain(token.id);
    await call('authsApi', 'deleteApiTokenForCurrentUser', token.id);
    expect(ids(await call('authsApi', 'listApiTokensForCurrentUser'))).not.toContain(token.id);
    expect(await said('authsApi', 'index')).toBeDefined();
    expect(await said('authsApi', 'patchCurrentUser', { firstName: 'Root' })).toBeDefined();
  });
});

test('roles', async () => {
  const tenant = await newTenant();
  const input = { name: 'Readers', description: 'one', permissions: { FLOW: ['READ'] } };

  const role = await call('rolesApi', 'createRole', tenant, input);

  expect(role).toMatchObject({ id: expect.any(String), name: 'Readers' });
  const suggested = await call('rolesApi', 'autocompleteRoles', tenant, { q: 'Read' });
  expect(Array.isArray(suggested)).toBe(true);
  expect(ids(suggested)).toContain(role.id);
  expect(await call('rolesApi', 'getRole', role.id, tenant)).toMatchObject({ permissions: { FLOW: ['READ'] } });
  expect(ids(await call('rolesApi', 'listRolesFromGivenIds', tenant, { ids: [role.id, 'unknown'] }))).toEqual([
    role.id,
  ]);
  expect(ids(await call('rolesApi', 'searchRoles', 1, 10_000, tenant, {}))).toContain(role.id);
  const updated = await call('rolesApi', 'updateRole', role.id, tenant, { ...input, description: 'two' });
  expect(updated.description).toBe('two');
  await call('rolesApi', 'deleteRole', role.id, tenant);
  await expect(call('rolesApi', 'getRole', role.id, tenant)).rejects.toThrow('Not Found');
});

test('groups and their members', async () => {
  const tenant = await newTenant();
  const user = await call('usersApi', 'createUser', { email: `${tenant}@example.org`, tenants: [tenant] });

  const group = await call('groupsApi', 'createGroup', tenant, { name: 'Team', description: 'All of us' });
  const member = await call('groupsApi', 'addUserToGroup', group.id, user.id, tenant);
  const owner = await said('groupsApi', 'setUserMembershipForGroup', group.id, user.id, 'OWNER', tenant);

  expect(group).toMatchObject({ id: expect.any(String), name: 'Team' });
  expect([ids(member.groups), ids(owner.groups)]).toEqual([[group.id], [group.id]]);
  expect(ids(await call('groupsApi', 'searchGroupMembers', group.id, 1, 10, tenant, { q: tenant }))).toEqual([user.id]);
  expect(await call('groupsApi', 'getGroup', group.id, tenant)).toMatchObject({
    id: group.id,
    description: 'All of us',
  });
  const suggested = await call('groupsApi', 'autocompleteGroups', tenant, { q: 'Te' });
  expect(Array.isArray(suggested)).toBe(true);
  expect(ids(suggested)).toEqual([group.id]);
  expect(ids(await call('groupsApi', 'listGroupIds', tenant, { ids: [group.id] }))).toEqual([group.id]);
  expect(ids(await call('groupsApi', 'searchGroups', 1, 10, tenant, { q: 'Team' }))).toEqual([group.id]);
  const updated = await call('groupsApi', 'updateGroup', group.id, tenant, { name: 'Team', description: 'Us' });
  expect(updated.description).toBe('Us');
  const left = await call('groupsApi', 'deleteUserFromGroup', group.id, user.id, tenant);
  expect(ids(left.groups ?? [])).toEqual([]);
  await call('groupsApi', 'deleteGroup', group.id, tenant);
  expect(ids(await call('groupsApi', 'searchGroups', 1, 10, tenant, { q: 'Team' }))).toEqual([]);
});

test('bindings', async () => {
  const tenant = await newTenant();
  const user = await call('usersApi', 'createUser', { email: `${tenant}@example.org`, tenants: [tenant] });
  const role = await call('rolesApi', 'createRole', tenant, { name: 'Readers', permissions: { FLOW: ['READ'] } });
  const group = await call('groupsApi', 'createGroup', tenant, { name: 'Team' });
  const ofUser = { type: 'USER', externalId: user.id, roleId: role.id };

  const one = await said('bindingsApi', 'createBinding', tenant, { ...ofUser, namespaceId: 'company.team' });
  const bulk = await call('bindingsApi', 'bulkCreateBinding', tenant, [
    { type: 'GROUP', externalId: group.id, roleId: role.id },
    { ...ofUser, namespaceId: 'company.other' },
  ]);

  expect(one).toMatchObject({
    type: 'USER',
    user: { id: user.id },
    role: { id: role.id },
    namespaceId: 'company.team',
  });
  expect(bulk).toHaveLength(2);
  expect(await call('bindingsApi', 'getBinding', one.id, tenant)).toMatchObject({ id: one.id });
  const found = await call('bindingsApi', 'searchBindings', 1, 10, tenant, { type: 'GROUP' });
  expect(found.results).toMatchObject([{ type: 'GROUP', group: { id: group.id } }]);
  expect((await call('bindingsApi', 'searchBindings', 1, 10, tenant, { namespace: 'company.team' })).total).toBe(1);
  await call('bindingsApi', 'deleteBinding', one.id, tenant);
  await expect(call('bindingsApi', 'getBinding', one.id, tenant)).rejects.toThrow('Not Found');
});

test('invitations', async () => {
  const tenant = await newTenant();
  const email = `guest-${tenant}@example.org`;
  const role = await call('rolesApi', 'createRole', tenant, { name: 'Readers', permissions: { FLOW: ['READ'] } });

  await said('invitationsApi', 'createInvitation', tenant, {
    email,
    roles: [{ id: role.id, namespaces: ['company'] }],
  });
  const [invitation] = await call('invitationsApi', 'listInvitationsByEmail', email, tenant);

  expect(invitation).toMatchObject({ email, status: 'PENDING', roles: [{ id: role.id, name: 'Readers' }] });
  expect(await call('invitationsApi', 'getInvitation', invitation.id, tenant)).toMatchObject({ id: invitation.id });
  const found = await call('invitationsApi', 'searchInvitations', 1, 10, tenant, { email, status: 'PENDING' });
  expect(ids(found)).toEqual([invitation.id]);
  expect(ids(await call('invitationsApi', 'searchInvitations', 1, 10, tenant, { status: 'ACCEPTED' }))).toEqual([]);
  expect(await call('invitationsApi', 'findAllInvitationsForCurrentUser')).toEqual([]);
  await call('invitationsApi', 'deleteInvitation', invitation.id, tenant);
  await expect(call('invitationsApi', 'getInvitation', invitation.id, tenant)).rejects.toThrow('Not Found');
});

test('audit logs', async () => {
  const tenant = await newTenant();
  const role = await call('rolesApi', 'createRole', tenant, { name: 'Readers', permissions: { FLOW: ['READ'] } });
  await call('rolesApi', 'updateRole', role.id, tenant, { name: 'Viewers', permissions: { FLOW: ['READ'] } });

  const { results } = await call('auditLogsApi', 'searchAuditLogs', 1, 100, tenant, { userId: await idOfAdmin() });
  const updates = await call('auditLogsApi', 'searchAuditLogs', 1, 100, tenant, { type: 'UPDATE' });
  const history = await said('auditLogsApi', 'listAuditLogFromResourceId', role.id, tenant);
  const newest = await call('auditLogsApi', 'findAuditLog', tenant, {
    resource: 'ROLE',
    type: 'UPDATE',
    detail: { id: role.id },
  });
  const diff = await said('auditLogsApi', 'getResourceDiffFromAuditLog', newest.auditLog.id, tenant, {});

  const ofRole = results.filter(({ auditLog }: Any) => auditLog.detail.id === role.id);
  expect(ofRole.map(({ auditLog }: Any) => auditLog.type)).toEqual(['UPDATE', 'CREATE']);
  expect(new Set(updates.results.map(({ auditLog }: Any) => auditLog.type))).toEqual(new Set(['UPDATE']));
  expect((await call('auditLogsApi', 'searchAuditLogs', 1, 100, tenant, { userId: 'nobody' })).results).toEqual([]);
  expect(ofRole[0].user.username).toBe(server.admin.username);
  expect(history.map(({ type }: Any) => type)).toEqual(['UPDATE', 'CREATE']);
  expect([diff.before, diff.after].map((text) => /Readers|Viewers/.exec(text)?.[0])).toEqual(['Readers', 'Viewers']);
});

test('namespaces with their secrets', async () => {
  const tenant = await newTenant();
  const id = 'test_create_namespace';
  const secretsOf = async (q?: string): Promise<string[]> =>
    (
      await server.call(
        'GET',
        `/secrets?filters[namespace][EQUALS]=${id}${q === undefined ? '' : `&filters[q][EQUALS]=${q}`}`,
        { tenant },
      )
    ).results.map(({ key }: Any) => key);

  const created = await said('namespacesApi', 'createNamespace', tenant, {
    id,
    deleted: false,
    variables: { shared: 'yes' },
    concurrency: { limit: 1, behavior: 'CANCEL' },
  });
  const updated = await call('namespacesApi', 'updateNamespace', id, tenant, {
    id,
    description: 'changed',
    variables: { shared: 'yes' },
    pluginDefaults: [{ type: 'io.kestra.plugin.core.log.Log', forced: true, values: { level: 'WARN' } }],
  });

  expect(created).toMatchObject({ id, concurrency: { limit: 1, behavior: 'CANCEL' } });
  expect(updated).toMatchObject({ id, description: 'changed' });
  expect(await call('namespacesApi', 'getNamespace', id, tenant)).toMatchObject({ id, description: 'changed' });
  expect(await call('namespacesApi', 'autocompleteNamespaces', tenant, { q: 'test_' })).toEqual([id]);
  expect(ids(await call('namespacesApi', 'searchNamespaces', 1, 10, tenant, { q: id, existing: false }))).toEqual([id]);
  expect(await said('namespacesApi', 'inheritedVariables', `${id}.child`, tenant)).toMatchObject({ shared: 'yes' });
  expect(await said('namespacesApi', 'inheritedPluginDefaults', `${id}.child`, tenant)).toEqual([
    { type: 'io.kestra.plugin.core.log.Log', forced: true, values: { level: 'WARN' } },
  ]);

  expect(await said('namespacesApi', 'putSecrets', id, tenant, { key: 'ONE', value: 'opensesame' })).toBeDefined();
  await said('namespacesApi', 'putSecrets', id, tenant, { key: 'TWO', value: 'opensesame' });
  await said('namespacesApi', 'putSecrets', 'other', tenant, { key: 'ONE', value: 'opensesame' });
  expect(await said('namespacesApi', 'patchSecret', id, tenant, 'ONE', { key: 'ONE', tags: [] })).toBeDefined();
  const listed = await said('namespacesApi', 'listNamespaceSecrets', id, 1, 10, [], tenant, {});
  expect(listed.results.map(({ key }: Any) => key)).toEqual(['ONE', 'TWO']);
  expect(await secretsOf()).toEqual(['ONE', 'TWO']);
  expect(await secretsOf('ONE')).toEqual(['ONE']);
  expect((await said('namespacesApi', 'getInheritedSecrets', id, tenant))[id]).toEqual(['ONE', 'TWO']);
  await said('namespacesApi', 'deleteSecret', id, 'ONE', tenant);
  expect(await secretsOf()).toEqual(['TWO']);
  await call('namespacesApi', 'deleteNamespace', id, tenant);
  await expect(call('namespacesApi', 'getNamespace', id, tenant)).rejects.toThrow('Not Found');
});

test('keys and values', async () => {
  const tenant = await newTenant();
  const keys = async (): Promise<string[]> =>
    (await call('kvApi', 'listKeys', 'company', tenant)).map(({ key }: Any) => key);

  for (const [key, value] of Object.entries({ text: '"hello"', number: '42', map: '{"a":1}' }))
    await call('kvApi', 'setKeyValue', 'company', key, tenant, value);

  expect(await keys()).toEqual(['map', 'number', 'text']);
  expect(await call('kvApi', 'getKeyValue', 'company', 'number', tenant)).toMatchObject({ type: 'NUMBER', value: 42 });
  expect(await call('kvApi', 'getKeyValue', 'company', 'map', tenant)).toMatchObject({ type: 'JSON', value: { a: 1 } });
  await call('kvApi', 'setKeyValue', 'company', 'text', tenant, '"changed"');
  expect((await call('kvApi', 'getKeyValue', 'company', 'text', tenant)).value).toBe('changed');
  await call('kvApi', 'deleteKeyValue', 'company', 'text', tenant);
  await expect(call('kvApi', 'getKeyValue', 'company', 'text', tenant)).rejects.toThrow('Not Found');
  await said('kvApi', 'deleteKeyValues', 'company', tenant, { keys: ['map', 'number'] });
  expect(await keys()).toEqual([]);
});
