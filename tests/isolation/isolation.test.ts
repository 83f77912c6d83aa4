/**
 * Generated from the route table: every address of the API, called from another tenant, by strangers and by users whose
 * role lacks just the permission asked for. A route that is added is covered, or fails here for want of covering data.
 */
import { isSafe, type ParameterKind } from '@windhover/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addresses, toCall, type Address, type Things } from './addresses.ts';
import type { Auth, Mode, Reply } from './start-isolation-server.ts';
import { canary, makeWorld, randomThings, type World } from './world.ts';

const all = addresses();
const titled = (list: readonly Address[]): [string, Address][] => list.map((address) => [address.title, address]);
const isPublic = ({ route }: Address): boolean => route.access.kind === 'public';
const inTenant = titled(all.filter((address) => address.inTenant));
const closed = titled(all.filter((address) => !isPublic(address)));
const closedInTenant = titled(all.filter((address) => address.inTenant && !isPublic(address)));
const closedAbove = titled(all.filter((address) => !address.inTenant && !isPublic(address)));

/** What every member of a tenant may know: its own name, say. */
const isOpenToMembers = ({ route }: Address): boolean =>
  route.level === 'instance' && route.access.kind === 'signed-in';

const inNamespaces = [
  'namespace',
  'flowId',
  'templateId',
  'reusableInputsId',
  'executionId',
  'taskRunId',
  'triggerId',
  'kvKey',
  'secretKey',
] as const;
/** Whether its path names something that lies in a namespace. */
const namesPlace = ({ route }: Address): boolean =>
  Object.values((route.parameterKinds ?? {}) as Record<string, ParameterKind>).some((kind) =>
    inNamespaces.some((known) => known === kind),
  );
/** Whether its path, query or body does, and the answer is about that and no description of the source that is sent. */
const asksAboutPlace = (address: Address, things: Things): boolean =>
  !describing.has(address.route.operationId) &&
  inNamespaces.some((kind) => isNamed(things[kind], sentBy(address, things)));
/** What lies in a namespace and shows in the reply although the caller has not named it. */
const toldOf = (address: Address, things: Things, { text }: Reply): readonly string[] =>
  inNamespaces
    .filter((kind) => !isNamed(things[kind], sentBy(address, things)) && isNamed(things[kind], text))
    .map((kind) => `${kind} ${things[kind]}`);

/** How a refusal goes on when the path names a namespace. */
const whereIn = ({ route }: Address, { namespace }: Things): string =>
  Object.values((route.parameterKinds ?? {}) as Record<string, ParameterKind>).includes('namespace')
    ? ` on namespace '${namespace}'`
    : '';

/** Of what they may not see, these tell callers that nothing is there. */
const filtered = new Set<string>([
  'getFlowDependenciesFromNamespace',
  'listFlowExecutionsByNamespace',
  'listFlowsByNamespace',
]);

/** Lists of what is not there are empty, what is put there is made, and what is taken away is gone whether it was there or not. */
const findingNothing = new Set<string>([
  'aggregateMetricsFromFlow',
  'aggregateMetricsFromTask',
  'createNamespaceDirectory',
  'createNamespaceFile',
  'createOrUpdateReusableInputs',
  'deleteFileDirectory',
  'deleteKeyValue',
  'deleteKeyValues',
  'deleteLogsFromFlow',
  'exportNamespaceFiles',
  'getFlowDependenciesFromNamespace',
  'getInheritedSecrets',
  'importNamespaceFiles',
  'inheritedPluginDefaults',
  'inheritedVariables',
  'listAuditLogFromResourceId',
  'listFlowExecutionsByNamespace',
  'listFlowMetrics',
  'listFlowsByNamespace',
  'listInvitationsByEmail',
  'listKeys',
  'listKeysWithInheritence',
  'listNamespaceDirectoryFiles',
  'listNamespaceSecrets',
  'listReusableInputs',
  'listTaskMetrics',
  'listTasksWithMetrics',
  'putSecrets',
  'searchNamespaceFiles',
  'searchTriggersForFlow',
  'setKeyValue',
  'updateFlowsInNamespace',
  'updateTemplatesInNamespace',
]);
const namingThings = closed.filter(
  ([, { route, isAlias }]) =>
    Object.keys(route.parameterKinds ?? {}).length > 0 &&
    !isAlias &&
    route.tag !== 'Plugins' &&
    !findingNothing.has(route.operationId),
);

/** Of a place that callers may not see, these say that they may not write there, whether it is there or not. */
const asksForRights = new Set<string>([
  'createOrUpdateReusableInputs',
  'deleteLogsFromFlow',
  'putSecrets',
  'setKeyValue',
  'updateConcurrencyLimit',
  'updateFlowsInNamespace',
  'updateTemplatesInNamespace',
]);

/** What they answer is no data of the tenant, or the things that were made for this test are not among it. */
const alike = new Set<string>([
  'generateFlowGraphFromSource',
  'getDefaultDashboards_1',
  'inheritedPluginDefaults',
  'inheritedVariables',
  'listFlowMetrics',
  'listInvitationsByEmail',
  'listKeysWithInheritence',
  'listPermissions',
  'listTaskMetrics',
  'listTasksWithMetrics',
  'listTemplates',
  'listTenantLimits',
  'searchBindings',
  'searchQuotaLimits',
  'supportDebugInfo',
  'validateChart',
  'validateDashboard',
  'validateTask',
  'validateTrigger',
  'workerSelectorTags',
]);

const describing = new Set<string>(['expressions', 'generateFlowGraphFromSource', 'importFlows']);

function sentBy(address: Address, things: Things): string {
  const { path, body } = toCall(address, things);
  if (body instanceof FormData) return Object.values(things).join(' ');
  return `${decodeURIComponent(path)} ${typeof body === 'string' ? body : JSON.stringify(body)}`;
}

/** As a word of its own: that the neighbour's place begins with the same letters tells nothing. */
function isNamed(thing: string, text: string): boolean {
  return new RegExp(`\\b${RegExp.escape(thing)}\\b`).test(text);
}

describe.each<Mode>(['mixed', 'explicit'])('two tenants, %s mode', (mode) => {
  let world: World;
  let empty: Awaited<ReturnType<World['ownTenant']>>;
  beforeAll(async () => {
    world = await makeWorld(mode);
    empty = await world.ownTenant([]);
  });
  afterAll(() => world.server.close());

  const send = async (
    address: Address,
    things: Things,
    tenant: string | undefined,
    as: Auth | undefined,
  ): Promise<Reply> => {
    const { method, path, body } = toCall(address, things);
    return world.server.request(method, path, { as, body, tenant: address.inTenant ? (tenant ?? 'main') : undefined });
  };
  /** What was sent is no answer: only the rest may be compared. The address is left out for the same reason. */
  const withoutSent = ({ json }: Reply, things: Things): string =>
    Object.values(things)
      .filter((sent) => sent.length > 2)
      .reduce((rest, sent) => rest.replaceAll(sent, '?'), JSON.stringify({ ...json, _links: undefined }));

  test.each(inTenant)(
    '%s reaches nothing of another tenant, and says the same of it as of nothing',
    async (_, address) => {
      const before = await world.snapshot();
      const unknown = randomThings();
      const [one, two] = [await world.ownTenant([]), await world.ownTenant([])];

      const theirs = await send(address, world.things, one.segment, one.admin);
      const nothing = await send(address, unknown, two.segment, two.admin);

      expect(theirs.text).not.toContain(canary);
      expect(toldOf(address, world.things, theirs)).toEqual([]);
      expect(theirs.status, theirs.text).toBe(nothing.status);
      expect(theirs.status, theirs.text).toBeLessThan(500);
      if (theirs.status >= 400) expect(withoutSent(theirs, world.things)).toBe(withoutSent(nothing, unknown));
      expect(await world.snapshot()).toBe(before);
    },
  );

  test.each(['revision=1', 'revision=2', 'revision=9'])(
    'a file of another tenant is as unknown by %s as one that nobody wrote',
    async (revision) => {
      const { segment, admin } = await world.ownTenant([]);
      const read = (tenant: string | undefined, as: Auth, path: string): Promise<Reply> =>
        world.server.request('GET', `/namespaces/secret.place/files?path=${path}&${revision}`, { as, tenant });

      const [theirs, nothing] = [await read(segment, admin, '/file.txt'), await read(segment, admin, '/none.txt')];

      expect(theirs.status).toBe(404);
      expect(theirs.text.replaceAll('file.txt', '?')).toBe(nothing.text.replaceAll('none.txt', '?'));
      const there = await read(world.other, world.root, '/file.txt');
      expect(there.status === 200 && there.text.includes(canary)).toBe(revision !== 'revision=9');
    },
  );

  const readable = closedInTenant.filter(([, { route }]) => isSafe(route));
  test.each(readable)(
    '%s shows them to those who may see them, so that the silence above means something',
    async (_, address) => {
      const reply = await send(address, world.things, world.other, world.root);
      // Or that it is in the wrong state, which tells as much
      expect(reply.status === 409 || reply.status < 300, reply.text).toBe(true);
      const unknown = randomThings();
      const nothing = await send(address, unknown, empty.segment, empty.admin);
      if (address.route.level === 'tenant' && !alike.has(address.route.operationId))
        expect(reply.text).not.toBe(nothing.text);
    },
  );

  test.each(namingThings)('%s finds nothing that is not there', async (_, address) => {
    const reply = await send(address, randomThings(), world.other, world.root);
    expect(reply.status, reply.text).toBe(404);
  });

  test.each(closedInTenant)('%s stays within the namespace of the binding', async (_, address) => {
    const before = await world.snapshot();
    const reply = await send(address, world.things, world.other, world.neighbour);
    expect(reply.status, reply.text).toBeLessThan(500);
    if (asksAboutPlace(address, world.things)) {
      const unknown = randomThings();
      const nothing = await send(address, unknown, world.other, world.neighbour);
      expect(reply.status, reply.text).toBe(nothing.status);
      expect(withoutSent(reply, world.things)).toBe(withoutSent(nothing, unknown));
      if (namesPlace(address) && !filtered.has(address.route.operationId))
        expect(reply.status, reply.text).toBe(asksForRights.has(address.route.operationId) ? 403 : 404);
    }
    if (!isOpenToMembers(address)) expect(reply.text).not.toContain(canary);
    expect(toldOf(address, world.things, reply)).toEqual([]);
    if (!(address.route.level === 'instance')) expect(await world.snapshot()).toBe(before);
  });

  test.each(closedInTenant)('%s knows no tenant that the caller may not enter', async (_, address) => {
    const before = await world.snapshot();

    const other = await send(address, world.things, world.other, world.outsider);
    const nowhere = await send(address, world.things, 'nowhere', world.outsider);

    expect(other.status).toBe(404);
    expect(other.json.message).toBe('Not Found: tenant');
    expect({ ...other.json, _links: undefined }).toEqual({ ...nowhere.json, _links: undefined });
    expect(await world.snapshot()).toBe(before);
  });

  test.each(closed)('%s answers strangers 401', async (_, address) => {
    const before = await world.snapshot();

    for (const tenant of [world.other, 'nowhere']) {
      const reply = await send(address, world.things, tenant, undefined);
      expect(reply.status).toBe(401);
      expect(reply.text).not.toContain(canary);
    }
    expect(await world.snapshot()).toBe(before);
  });

  test.each(closedInTenant)('%s asks for its permission', async (_, address) => {
    const { access } = address.route;
    const own = await world.ownTenant(access.kind === 'permission' ? access.anyOf : []);
    const things = randomThings();

    const reply = await send(address, things, own.segment, access.kind === 'permission' ? own.lacking : own.bare);

    if (access.kind === 'permission') {
      expect(reply.json.message).toBe(`Forbidden: missing permission ${access.anyOf[0]}${whereIn(address, things)}`);
      expect(reply.status).toBe(403);
    } else if (access.kind === 'signed-in' && (isSafe(address.route) || address.route.level === 'instance')) {
      // One's own affairs and what every member may see; never of others
      expect(reply.status).toBeLessThan(500);
    } else {
      expect([403, 404]).toContain(reply.status);
    }
  });

  test.each(closedAbove)('%s is for superadmins, or shows nothing of others', async (_, address) => {
    const before = await world.snapshot();
    const own = await world.ownTenant([]);

    const reply = await send(address, world.things, undefined, own.admin);

    if (address.route.access.kind !== 'signed-in') expect(reply.status).toBe(403);
    expect(reply.text).not.toContain(canary);
    expect(await world.snapshot()).toBe(before);
  });
});

describe('one team, single mode', () => {
  let world: World;
  beforeAll(async () => void (world = await makeWorld('single')));
  afterAll(() => world.server.close());

  test.each(closedInTenant)('%s knows one tenant, by the name main or by none', async (_, address) => {
    const { method, path, body } = toCall(address, randomThings());
    const reply = await world.server.request(method, path, { as: world.root, tenant: 'other', body });
    expect([reply.status, reply.json.message]).toEqual([404, 'Not Found: tenant']);
  });

  test.each(closed)('%s answers strangers 401', async (_, address) => {
    const { method, path, body } = toCall(address, world.things);
    const reply = await world.server.request(method, path, { tenant: address.inTenant ? 'main' : undefined, body });
    expect(reply.status).toBe(401);
  });

  test.each(closedInTenant.filter(([, { route }]) => route.level === 'tenant'))(
    '%s gives users without a role nothing to act on',
    async (_, address) => {
      const before = await world.snapshot();
      const { method, path, body } = toCall(address, world.things);

      const reply = await world.server.request(method, path, { as: world.outsider, tenant: 'main', body });

      if (address.route.access.kind === 'permission') expect(reply.status).toBe(403);
      expect(reply.text).not.toContain(canary);
      expect(await world.snapshot()).toBe(before);
    },
  );
});

test('a token that was deleted, and one whose owner was left no tenant, are those of strangers at once', async () => {
  const world = await makeWorld('explicit');
  try {
    const { segment, admin } = await world.ownTenant([]);
    const me = (as: Auth): Promise<Reply> => world.server.request('GET', '/me', { as });
    const { id } = (await me(admin)).json;
    const tokens = await world.server.request('GET', `/users/${id}/api-tokens`, { as: world.root });
    expect((await world.server.request('GET', '/roles/search', { as: admin, tenant: segment })).status).toBe(200);

    await world.server.request('DELETE', `/users/${id}/api-tokens/${tokens.json.results[0].id}`, { as: world.root });
    expect((await me(admin)).status).toBe(401);

    const other = await world.ownTenant([]);
    const { id: bareId } = (await me(other.bare)).json;
    await world.server.request('DELETE', `/tenant-access/${bareId}`, { as: world.root, tenant: other.segment });
    expect((await me(other.bare)).status).toBe(401);
  } finally {
    await world.server.close();
  }
});
