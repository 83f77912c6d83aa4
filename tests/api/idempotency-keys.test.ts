/** Every operation that makes something in one commit: repeated under its key, it makes nothing more and answers the same. */
import { allRoutes } from '@windhover/contract';
import { aFlow, fileForm, startServer, type Credentials, type Reply, type TestServer } from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

interface Making {
  readonly path: string;
  readonly body: unknown;
  /** False: above the tenants. */
  readonly inTenant?: boolean;
  /** Default: the superadmin. */
  readonly as?: Credentials;
}

/** What the calls name. */
interface World {
  readonly tenant: string;
  readonly roleId: string;
  readonly groupId: string;
  readonly userId: string;
  readonly ownAccountId: string;
  readonly accountId: string;
  readonly integrationId: string;
}

const password = 'Known!123456';
const task = { id: 'log', type: 'io.kestra.plugin.core.log.Log', message: 'made' };
const yaml = { 'content-type': 'application/x-yaml' };

let server: TestServer;
let world: World;

/** By operation; `name` is new each time. */
const makings: Readonly<Record<string, (name: string) => Making | Promise<Making>>> = {
  createBinding: (name) => ({ path: '/bindings', body: aBinding(name) }),
  bulkCreateBinding: (name) => ({ path: '/bindings/bulk', body: [aBinding(name), aBinding(`${name}.below`)] }),
  createFlow: (name) => ({ path: '/flows', body: flowOf(name) }),
  bulkUpdateFlows: (name) => ({ path: '/flows/bulk?delete=false', body: flowOf(name) }),
  updateFlowsInNamespace: (name) => ({ path: '/flows/company?delete=false', body: flowOf(name) }),
  createTemplate: (name) => ({ path: '/templates', body: flowOf(name) }),
  updateTemplatesInNamespace: (name) => ({ path: '/templates/company?delete=false', body: flowOf(name) }),
  createNamespace: (name) => ({ path: '/namespaces', body: { id: name, description: 'made' } }),
  createRole: (name) => ({ path: '/roles', body: { name, permissions: { FLOW: ['VIEW'] } } }),
  createGroup: (name) => ({ path: '/groups', body: { name, membersId: [world.userId] } }),
  createDashboard: (name) => ({
    path: '/dashboards',
    body: `title: ${name}\ncharts: [{ id: text, type: io.kestra.plugin.core.dashboard.chart.Markdown, content: made }]\n`,
  }),
  createMcp: (name) => ({ path: '/mcp/servers', body: { id: name, description: 'made' } }),
  createInvitation: (email) => ({
    path: '/invitations',
    body: { email: `${email}@example.com`, roles: [{ id: world.roleId }], groups: [world.groupId] },
  }),
  createTenantAccess: async (name) => {
    const email = `${name}@example.com`;
    await server.call('POST', '/users', { body: { email } });
    return { path: '/tenant-access', body: { email } };
  },
  createSecurityIntegration: (name) => ({
    path: '/security-integrations',
    body: { name, type: 'SCIM', description: 'made' },
  }),
  createSCIMResourceByIdUsers: (userName) => ({ path: scim('Users'), body: { userName, active: true } }),
  createSCIMResourceByIdGroups: (displayName) => ({
    path: scim('Groups'),
    body: { displayName, members: [{ value: world.userId }] },
  }),
  createServiceAccountForTenant: (name) => ({
    path: '/service-accounts',
    body: { name, groups: [{ id: world.groupId }] },
  }),
  createApiTokenForServiceAccountWithTenant: (name) => ({
    path: `/service-accounts/${world.ownAccountId}/api-tokens`,
    body: { name },
  }),
  createServiceAccount: (name) => ({
    path: '/service-accounts',
    body: { name, tenants: [world.tenant] },
    inTenant: false,
  }),
  createApiTokenForServiceAccount: (name) => ({
    path: `/service-accounts/${world.accountId}/api-tokens`,
    body: { name },
    inTenant: false,
  }),
  createUser: (name) => ({
    path: '/users',
    body: { username: name, password, tenants: [world.tenant], groups: [world.groupId] },
    inTenant: false,
  }),
  createApiTokenForUser: (name) => ({ path: `/users/${world.userId}/api-tokens`, body: { name }, inTenant: false }),
  createApiTokenForCurrentUser: (name) => ({ path: '/me/api-tokens', body: { name }, inTenant: false }),
  createTenant: (id) => ({ path: '/tenants', body: { id, name: 'made' }, inTenant: false }),
  createKillSwitch: (name) => ({
    path: '/kill-switches',
    body: { name, evaluationType: 'PASS', startDate: '2026-01-01T00:00:00Z' },
    inTenant: false,
  }),
  createWorkerGroup: (id) => ({ path: '/instance/worker-groups', body: { id, name: 'made' }, inTenant: false }),
  generateWorkerToken: (name) => ({
    path: '/instance/worker-groups/known/tokens',
    body: { name },
    inTenant: false,
  }),
  acceptInvitation: async (name) => {
    const email = `${name}@example.com`;
    const { id } = await server.call('POST', '/invitations', { tenant: world.tenant, body: { email } });
    await server.call('POST', '/users', { body: { email, password } });
    return {
      path: `/invitation/accept/${id}`,
      body: undefined,
      inTenant: false,
      as: { username: email, password },
    };
  },
};

function aBinding(namespaceId: string) {
  return { type: 'GROUP', externalId: world.groupId, roleId: world.roleId, namespaceId };
}

function flowOf(id: string): string {
  return aFlow({ id, namespace: 'company', tasks: [task] });
}

function scim(kind: 'Users' | 'Groups'): string {
  return `/integrations/${world.integrationId}/scim/v2/${kind}`;
}

function upload(source: string): FormData {
  const form = new FormData();
  form.set('fileUpload', new Blob([source]), 'flow.yml');
  return form;
}

let names = 0;
const newName = (): string => `made-${(names += 1)}`;

function send({ path, body, inTenant = true, as }: Making, key?: string, tenant = world.tenant): Promise<Reply> {
  return server.request('POST', path, {
    ...(inTenant ? { tenant } : {}),
    ...(body === undefined ? {} : { body }),
    ...(as === undefined ? {} : { as }),
    headers: { ...(typeof body === 'string' ? yaml : {}), ...(key === undefined ? {} : { 'idempotency-key': key }) },
  });
}

async function send2xx(making: Making, key?: string): Promise<Reply> {
  const reply = await send(making, key);
  expect(reply.status, reply.text).toBeLessThan(300);
  return reply;
}

/** What stands where; what is chosen anew each time is only told to be there. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit', configuration: { 'kestra.templates.enabled': true } });
  const tenant = await server.newTenant();
  const made = async (path: string, body: unknown, inTenant = true): Promise<string> =>
    (await server.call('POST', path, { ...(inTenant ? { tenant } : {}), body })).id;
  const groupId = await made('/groups', { name: 'known' });
  world = {
    tenant,
    groupId,
    roleId: await made('/roles', { name: 'known', permissions: { FLOW: ['VIEW'] } }),
    userId: await made('/users', { username: 'known', tenants: [tenant] }, false),
    ownAccountId: await made('/service-accounts', { name: 'known' }),
    accountId: await made('/service-accounts', { name: 'known-above' }, false),
    integrationId: await made('/security-integrations', { name: 'known', type: 'SCIM', description: 'known' }),
  };
  await made('/instance/worker-groups', { id: 'known' }, false);
});

test('all operations that make something in one commit stand here', () => {
  const atOnce = allRoutes().filter(({ makes }) => makes === 'at-once');

  expect(Object.keys(makings).toSorted()).toEqual(atOnce.map(({ operationId }) => operationId).toSorted());
});

describe.each(Object.entries(makings))('%s', (operationId, make) => {
  test('answers a repeat with the first answer, and makes nothing more', async () => {
    const making = await make(newName());
    const first = await send2xx(making, operationId);
    const audited = await auditedActions();

    const again = await send2xx(making, operationId);

    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(await auditedActions()).toBe(audited);
  });

  test('answers under a key as it does without one', async () => {
    const keyed = await send2xx(await make(newName()), crypto.randomUUID());
    const bare = await send2xx(await make(newName()));

    expect(keyed.status).toBe(bare.status);
    expect(shapeOf(keyed.json)).toEqual(shapeOf(bare.json));
  });
});

/** Of the tenant and of the instance: each thing that is made adds one or more. */
async function auditedActions(): Promise<number> {
  const { total } = await server.call('GET', '/auditlogs/search?size=1');
  return total;
}

describe('a key', () => {
  const group = (name: string): Making => ({ path: '/groups', body: { name } });

  test('stands for one request: with another body or query it is refused', async () => {
    const key = crypto.randomUUID();
    const first = await send2xx(group(newName()), key);

    const otherBody = await send(group(newName()), key);
    const otherQuery = await send({ ...group(first.json.name), path: '/groups?more=true' }, key);

    for (const refused of [otherBody, otherQuery]) {
      expect([refused.status, refused.json.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    }
  });

  test('counts for one caller, one tenant and one operation', async () => {
    const key = crypto.randomUUID();
    const [name, username] = [newName(), newName()];
    const other = await server.newTenant();
    await server.call('POST', '/users', { body: { username, password, superAdmin: true } });
    const first = await send2xx(group(name), key);

    const elsewhere = await send(group(name), key, other);
    const ofOther = await send({ ...group(name), as: { username, password } }, key);
    const otherOperation = await send2xx({ path: '/namespaces', body: { id: name } }, key);

    expect(elsewhere.status).toBe(200);
    expect(elsewhere.json.id).not.toBe(first.json.id);
    expect([ofOther.status, ofOther.json.code]).toEqual([409, 'ALREADY_EXISTS']);
    expect(otherOperation.headers.get('idempotent-replayed')).toBeNull();
  });

  test('is free again after a refusal, which is the one that comes without a key', async () => {
    const key = crypto.randomUUID();
    const making = group(newName());
    const { id } = (await send2xx(making)).json;
    const bare = await send(making);

    const refused = await send(making, key);
    await server.call('DELETE', `/groups/${id}`, { tenant: world.tenant });
    const made = await send2xx(making, key);

    expect([refused.status, refused.json]).toEqual([409, bare.json]);
    expect(made.json.id).not.toBe(id);
  });

  test('makes one thing, however many requests come at the same moment', async () => {
    const key = crypto.randomUUID();
    const making: Making = { path: '/me/api-tokens', body: { name: newName() }, inTenant: false };

    const replies = await Promise.all(Array.from({ length: 5 }, () => send(making, key)));

    const made = replies.filter(({ status }) => status === 200);
    expect(new Set(made.map(({ text }) => text)).size).toBe(1);
    const refused = replies.filter(({ status }) => status !== 200);
    expect(refused.every(({ status, json }) => status === 409 && json.code === 'IDEMPOTENCY_KEY_IN_USE')).toBe(true);
    const { results } = await server.call('GET', '/me/api-tokens');
    expect(
      results.filter(({ name }: { name: string }) => name === (making.body as { name: string }).name),
    ).toHaveLength(1);
  });

  test('lets many save one flow at the same moment, each once', async () => {
    const id = newName();
    const save = (description: string): Making => ({
      path: '/flows/company?delete=false',
      body: aFlow({ id, namespace: 'company', description, tasks: [task] }),
    });
    const texts = Array.from({ length: 5 }, (_, index) => `text ${index}`);

    await Promise.all(texts.map((text) => send2xx(save(text), text)));
    await Promise.all(texts.map((text) => send2xx(save(text), text)));

    const revisions = await server.call('GET', `/flows/company/${id}/revisions`, { tenant: world.tenant });
    expect(revisions.map(({ description }: { description: string }) => description).toSorted()).toEqual(texts);
    const flow = await server.call('GET', `/flows/company/${id}`, { tenant: world.tenant });
    expect(flow).toMatchObject({ revision: 5, description: revisions.at(-1).description });
  });

  test('has at most 255 characters', async () => {
    const refused = await send(group(newName()), 'k'.repeat(256));

    expect([refused.status, refused.json.code]).toEqual([422, 'ILLEGAL_ARGUMENT']);
  });
});

describe('what is made step by step', () => {
  const flowAt = (id: string): string => `/flows/company/${id}`;

  test('an import of flows is answered again, and not done again', async () => {
    const key = crypto.randomUUID();
    const id = newName();
    const making = (): Making => ({ path: '/flows/import', body: upload(flowOf(id)) });
    const first = await send2xx(making(), key);
    await server.call('DELETE', flowAt(id), { tenant: world.tenant });

    const again = await send2xx(making(), key);

    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect((await server.request('GET', flowAt(id), { tenant: world.tenant })).status).toBe(404);
  });

  test('a file is written once', async () => {
    const key = crypto.randomUUID();
    const at = '/namespaces/company/files?path=/once.txt';
    const write = (text: string): Promise<Reply> =>
      send2xx({ path: at, body: fileForm(text) }, text === 'first' ? key : undefined);
    await write('first');
    await write('second');

    await write('first');

    expect((await server.request('GET', at, { tenant: world.tenant })).text).toBe('second');
  });
});

test('a replay is repeated as the execution that it has made', async () => {
  const key = crypto.randomUUID();
  const id = newName();
  const { tenant } = world;
  await server.call('POST', '/flows', { tenant, body: flowOf(id) });
  const original = await server.call('POST', `/executions/company/${id}?wait=true`, { tenant });
  const replay: Making = { path: `/executions/${original.id}/actions/replay`, body: undefined };

  const replays = [await send2xx(replay, key), await send2xx(replay, key), await send2xx(replay, 'another')];

  const ids = replays.map(({ json }) => json.id);
  expect(ids[1]).toBe(ids[0]);
  expect(new Set([original.id, ...ids]).size).toBe(3);
});

test('many are replayed once under a key, and their replays are not', async () => {
  const id = newName();
  const { tenant } = world;
  await server.call('POST', '/flows', { tenant, body: flowOf(id) });
  const originals = [1, 2].map(() => server.call('POST', `/executions/company/${id}?wait=true`, { tenant }));
  const body = (await Promise.all(originals)).map((original) => original.id);
  const [key, query] = [crypto.randomUUID(), `filters[flowId][EQUALS]=${id}`];
  const count = async (): Promise<number> =>
    (await server.call('GET', `/executions/search?size=1&${query}`, { tenant })).total;
  const byIds: Making = { path: '/executions/replay/by-ids', body };
  const byQuery: Making = { path: `/executions/replay/by-query?${query}`, body: undefined };

  const first = await send2xx(byIds, key);
  const again = await send2xx(byIds, key);
  const counted = await count();
  const queries = [await send2xx(byQuery, key), await send2xx(byQuery, key)];

  expect([first.json.count, again.text, counted]).toEqual([2, first.text, 4]);
  expect(queries.map(({ json }) => json.count)).toEqual([4, 4]);
  expect(await count()).toBe(8);
});
