/** What users of the official JavaScript client do, with that client. */
import { aFlow, eventually, returnTask, sleepTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';
import { openSdk, type Sdk } from './official-sdk.ts';

let server: TestServer;
let sdk: Sdk;
let counter = 0;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  sdk = openSdk(server.url, server.admin);
});

async function newTenant(): Promise<string> {
  counter += 1;
  const { id } = await sdk.call('tenantsApi', 'create', {
    id: `sdk${counter}`,
    name: `Tenant ${counter}`,
    deleted: false,
  });
  return id;
}

const idsOf = (page: { results: { id: string }[] }): string[] => page.results.map(({ id }) => id);

test('signs in with a password and with a token of its own', async () => {
  const me = await sdk.call('authsApi', 'getCurrentUser');
  const token = await sdk.call('authsApi', 'createApiTokenForCurrentUser', { name: 'sdk', description: 'for scripts' });
  const withToken = openSdk(server.url, { token: token.fullToken });

  expect(me.profile.email).toBe(server.admin.username);
  expect((await withToken.call('authsApi', 'getCurrentUser')).id).toBe(me.id);
  expect((await sdk.call('authsApi', 'listApiTokensForCurrentUser')).results).toHaveLength(1);
  await sdk.call('authsApi', 'deleteApiTokenForCurrentUser', token.id);
  await expect(withToken.call('authsApi', 'getCurrentUser')).rejects.toThrow('Unauthorized');
});

test('manages tenants', async () => {
  const id = await newTenant();

  expect(await sdk.call('tenantsApi', 'get', id)).toMatchObject({ id, deleted: false });
  expect(idsOf(await sdk.call('tenantsApi', 'find', 1, 100, { q: id }))).toEqual([id]);
  const renamed = await sdk.call('tenantsApi', 'update', id, { id, name: 'Renamed', deleted: false });
  expect(renamed.name).toBe('Renamed');
  await sdk.call('tenantsApi', 'callDelete', id);
  await expect(sdk.call('tenantsApi', 'get', id)).rejects.toThrow('Not Found');
});

test('manages users, groups, roles and bindings', async () => {
  const tenant = await newTenant();
  const user = await sdk.call('usersApi', 'createUser', { email: `${tenant}@example.org`, tenants: [tenant] });
  const role = await sdk.call('rolesApi', 'createRole', tenant, { name: 'Readers', permissions: { FLOW: ['READ'] } });
  const group = await sdk.call('groupsApi', 'createGroup', tenant, { name: 'Team', description: 'All of us' });

  const member = await sdk.call('groupsApi', 'addUserToGroup', group.id, user.id, tenant);
  const binding = await sdk.call('bindingsApi', 'createBinding', tenant, {
    type: 'GROUP',
    externalId: group.id,
    roleId: role.id,
    namespaceId: 'company.team',
  });

  expect(idsOf({ results: member.groups })).toEqual([group.id]);
  expect(idsOf(await sdk.call('groupsApi', 'searchGroupMembers', group.id, 1, 10, tenant, {}))).toEqual([user.id]);
  expect(await sdk.call('rolesApi', 'getRole', role.id, tenant)).toMatchObject({ permissions: { FLOW: ['READ'] } });
  expect(idsOf(await sdk.call('rolesApi', 'searchRoles', 1, 10_000, tenant, {}))).toContain(role.id);
  expect(binding).toMatchObject({ type: 'GROUP', group: { id: group.id }, role: { id: role.id } });
  expect(idsOf(await sdk.call('usersApi', 'listUsers', 1, 100, { q: tenant }))).toEqual([user.id]);

  await sdk.call('bindingsApi', 'deleteBinding', binding.id, tenant);
  await sdk.call('groupsApi', 'deleteUserFromGroup', group.id, user.id, tenant);
  await sdk.call('groupsApi', 'deleteGroup', group.id, tenant);
  await sdk.call('rolesApi', 'deleteRole', role.id, tenant);
  await sdk.call('usersApi', 'deleteUser', user.id);
  await expect(sdk.call('rolesApi', 'getRole', role.id, tenant)).rejects.toThrow('Not Found');
  await expect(sdk.call('usersApi', 'getUser', user.id)).rejects.toThrow('Not Found');
});

test('manages flows', async () => {
  const tenant = await newTenant();
  const source = aFlow({ id: 'hello', namespace: 'company.team' });

  const created = await sdk.call('flowsApi', 'createFlow', tenant, source);
  const validated = await sdk.call('flowsApi', 'validateFlows', tenant, `${source}\n`);
  const updated = await sdk.said('flowsApi', 'updateFlow', 'hello', 'company.team', tenant, `${source}\n# more\n`);

  expect(created).toMatchObject({ id: 'hello', namespace: 'company.team', revision: 1 });
  expect(validated[0].constraints).toBeUndefined();
  expect(updated.revision).toBe(2);
  expect(idsOf(await sdk.call('flowsApi', 'searchFlows', 1, 10, tenant, { q: 'hello' }))).toEqual(['hello']);
  expect(await sdk.call('flowsApi', 'listFlowRevisions', 'company.team', 'hello', tenant)).toHaveLength(2);
  await sdk.call('flowsApi', 'deleteFlow', 'company.team', 'hello', tenant);
  await expect(sdk.call('flowsApi', 'getFlow', 'company.team', 'hello', false, false, tenant, {})).rejects.toThrow(
    'Not Found',
  );
});

test('filters written as JSON, as this client does, filter; nonsense is refused', async () => {
  const tenant = await newTenant();
  for (const namespace of ['one', 'two'])
    await sdk.call('flowsApi', 'createFlow', tenant, aFlow({ id: namespace, namespace }));
  const filters = [{ field: 'NAMESPACE', operation: 'EQUALS', value: 'one' }];

  const found = await sdk.call('flowsApi', 'searchFlows', 1, 10, tenant, { filters });
  await sdk.call('flowsApi', 'deleteFlowsByQuery', tenant, { filters }, {});

  expect(idsOf(found)).toEqual(['one']);
  expect(idsOf(await sdk.call('flowsApi', 'searchFlows', 1, 10, tenant, {}))).toEqual(['two']);
  const refused = await server.request('DELETE', '/flows/delete/by-query?filters=namespace', { tenant });
  expect(refused.status).toBe(422);
  expect(idsOf(await sdk.call('flowsApi', 'searchFlows', 1, 10, tenant, {}))).toEqual(['two']);
});

test('starts, watches, labels, replays and kills executions', async () => {
  const tenant = await newTenant();
  await sdk.call('flowsApi', 'createFlow', tenant, aFlow({ id: 'quick', namespace: 'a', tasks: [returnTask('done')] }));
  await sdk.call('flowsApi', 'createFlow', tenant, aFlow({ id: 'slow', namespace: 'a', tasks: [sleepTask('PT1H')] }));

  const { id } = await sdk.said('executionsApi', 'createExecution', 'a', 'quick', true, tenant, { labels: ['k:v'] });
  const ended = await sdk.call('executionsApi', 'getExecution', id, tenant);
  await sdk.call('executionsApi', 'setLabelsOnTerminatedExecution', id, tenant, [{ key: 'more', value: 'x' }]);
  const labelled = await sdk.call('executionsApi', 'getExecution', id, tenant);
  const replayed = await sdk.call('executionsApi', 'replayExecution', id, tenant, {});
  const slow = await sdk.said('executionsApi', 'createExecution', 'a', 'slow', false, tenant, {});
  await sdk.call('executionsApi', 'killExecution', slow.id, true, tenant);

  expect(ended.state.current).toBe('SUCCESS');
  expect(labelled.labels).toEqual(
    expect.arrayContaining([
      { key: 'k', value: 'v' },
      { key: 'more', value: 'x' },
    ]),
  );
  expect(replayed.id).not.toBe(id);
  await eventually(async () => {
    expect((await sdk.call('executionsApi', 'getExecution', slow.id, tenant)).state.current).toBe('KILLED');
  });
  const search = await sdk.call('executionsApi', 'searchExecutions', 1, 10, tenant, { flowId: 'quick' });
  expect(idsOf(search)).toEqual([replayed.id, id]);
  await sdk.call('executionsApi', 'deleteExecution', id, true, true, true, tenant);
  await expect(sdk.call('executionsApi', 'getExecution', id, tenant)).rejects.toThrow('Not Found');
});

test('manages namespaces, their keys, secrets and files', async () => {
  const tenant = await newTenant();
  const namespace = 'test_create_namespace';

  await sdk.call('namespacesApi', 'createNamespace', tenant, { id: namespace, deleted: false });
  await sdk.call('kvApi', 'setKeyValue', namespace, 'greeting', tenant, '"hello"');
  await sdk.call('namespacesApi', 'putSecrets', namespace, tenant, { key: 'PASSWORD', value: 'opensesame' });
  await sdk.call('filesApi', 'createNamespaceFile', namespace, '/a.txt', tenant, { fileContent: Buffer.from('text') });

  expect(await sdk.call('namespacesApi', 'autocompleteNamespaces', tenant, { q: 'test_' })).toEqual([namespace]);
  expect(await sdk.call('kvApi', 'getKeyValue', namespace, 'greeting', tenant)).toMatchObject({
    type: 'STRING',
    value: 'hello',
  });
  expect((await sdk.call('kvApi', 'listKeys', namespace, tenant)).map(({ key }: { key: string }) => key)).toEqual([
    'greeting',
  ]);
  expect(await sdk.call('namespacesApi', 'getInheritedSecrets', namespace, tenant)).toEqual({
    [namespace]: ['PASSWORD'],
  });
  expect(await sdk.call('filesApi', 'searchNamespaceFiles', namespace, 'a', tenant)).toEqual(['/a.txt']);
  await sdk.said('namespacesApi', 'deleteSecret', namespace, 'PASSWORD', tenant);
  await sdk.call('kvApi', 'deleteKeyValue', namespace, 'greeting', tenant);
  await sdk.call('filesApi', 'deleteFileDirectory', namespace, '/a.txt', tenant);
  await sdk.call('namespacesApi', 'deleteNamespace', namespace, tenant);
  await expect(sdk.call('namespacesApi', 'getNamespace', namespace, tenant)).rejects.toThrow('Not Found');
});

test('reads logs, usages, permissions and the flow language', async () => {
  const tenant = await newTenant();
  await sdk.call('flowsApi', 'createFlow', tenant, aFlow({ id: 'hello', namespace: 'a' }));
  const { id } = await sdk.said('executionsApi', 'createExecution', 'a', 'hello', true, tenant, {});

  expect((await sdk.call('logsApi', 'listLogsFromExecution', id, tenant, {})).length).toBeGreaterThan(0);
  expect((await sdk.call('logsApi', 'searchLogs', 1, 10, tenant, {})).results.length).toBeGreaterThan(0);
  expect((await sdk.said('miscApi', 'tenantUsage', tenant)).flows.count).toBe(1);
  expect((await sdk.said('miscApi', 'listPermissions', tenant)).FLOW).toContain('VIEW');
  expect((await sdk.said('pluginsApi', 'getSchemasFromType', 'FLOW', false)).$ref).toBe('#/$defs/flow');
  expect((await sdk.said('pluginsApi', 'listPlugins')).results.length).toBeGreaterThan(0);
});
