/** Two tenants on one server. The other one is full of canaries: words that only it knows. */
import { randomBytes } from 'node:crypto';
import { version } from '@windhover/cli';
import type { ParameterKind } from '@windhover/contract';
import { fileForm } from '@windhover/testing';
import type { Things } from './addresses.ts';
import {
  startIsolationServer,
  type Auth,
  type IsolationServer,
  type Mode,
  type Reply,
} from './start-isolation-server.ts';

/** In the values of the other tenant, never in what the attacker sends. */
export const canary = 'canary';

export interface World {
  readonly server: IsolationServer;
  readonly root: Auth;
  /** Segment of the tenant that nobody from elsewhere may reach; undefined: the default tenant. */
  readonly other: string | undefined;
  readonly things: Things;
  /** Everything of the other tenant that an API can show, for comparison. */
  snapshot(): Promise<string>;
  /** A tenant of its own with an Admin, a user who lacks `permissions`, and one without any role. */
  ownTenant(lacking: readonly string[]): Promise<OwnTenant>;
  /** A user who may enter no tenant. */
  readonly outsider: Auth;
  /** In the other tenant with every permission, but in a namespace beside the one of the things. */
  readonly neighbour: Auth;
}

export interface OwnTenant {
  readonly segment: string;
  readonly admin: Auth;
  readonly lacking: Auth;
  readonly bare: Auth;
}

/** In mixed mode the other tenant is the default one, whose rows a forgotten condition would show first. */
export async function makeWorld(mode: Mode): Promise<World> {
  const server = await startIsolationServer(mode);
  const root = server.root;
  const other = mode === 'explicit' ? 'other' : undefined;
  if (other !== undefined)
    await ok(server.request('POST', '/tenants', { as: root, body: { id: other, name: canary } }));
  const call = (method: string, path: string, body?: unknown): Promise<Reply> =>
    ok(server.request(method, path, { as: root, tenant: other, ...(body === undefined ? {} : { body }) }));
  const things = await fill(call, server, root, other);
  const outsider = await newUser(server, root, 'outsider', undefined);
  const neighbour = await newUser(server, root, 'neighbour', other ?? 'main');
  await bind(server, root, other ?? 'main', neighbour.id, `admin_${other ?? 'main'}`, 'secret.placebo');
  let tenants = 0;

  return {
    server,
    root,
    other,
    things,
    outsider: outsider.auth,
    neighbour: neighbour.auth,
    snapshot: () => snapshot(server, root, other),
    async ownTenant(lacking) {
      tenants += 1;
      const segment = `own${tenants}`;
      await ok(server.request('POST', '/tenants', { as: root, body: { id: segment, name: segment } }));
      const [admin, weak, bare] = await Promise.all(
        ['admin', 'weak', 'bare'].map((name) => newUser(server, root, `${name}${tenants}`, segment)),
      );
      await bind(server, root, segment, admin!.id, `admin_${segment}`);
      await bind(server, root, segment, weak!.id, await roleWithout(server, root, segment, lacking));
      return { segment, admin: admin!.auth, lacking: weak!.auth, bare: bare!.auth };
    },
  };
}

/** Ids of the same form that name nothing anywhere. */
export function randomThings(): Things {
  const word = (): string => `x${randomBytes(6).toString('hex')}`;
  const id = (): string => `0${randomBytes(16).toString('hex')}`.slice(0, 22);
  const kinds: Record<ParameterKind, string> = {
    namespace: word(),
    flowId: word(),
    templateId: word(),
    reusableInputsId: word(),
    revision: '1',
    executionId: id(),
    taskRunId: id(),
    taskId: word(),
    triggerId: word(),
    tenantId: word(),
    userId: id(),
    roleId: id(),
    bindingId: id(),
    groupId: id(),
    tokenId: id(),
    serviceAccountId: id(),
    invitationId: id(),
    integrationId: id(),
    killSwitchId: id(),
    workerGroupId: word(),
    workerTokenId: id(),
    mcpServerId: word(),
    dashboardId: word(),
    chartId: word(),
    auditLogId: id(),
    kvKey: word(),
    secretKey: word(),
    webhookKey: word(),
    // Of the language, the same in every tenant
    pluginType: 'io.kestra.plugin.core.log.Log',
    inputType: 'STRING',
    schemaType: 'FLOW',
    scimKind: 'User',
    version,
    word: word(),
  };
  const fileUri = `kestra:///${kinds.namespace}/${kinds.flowId}/executions/${kinds.executionId}/tasks/write/${word()}/a.txt`;
  return { ...kinds, fileUri };
}

async function fill(
  call: (method: string, path: string, body?: unknown) => Promise<Reply>,
  server: IsolationServer,
  root: Auth,
  other: string | undefined,
): Promise<Things> {
  const user = await newUser(server, root, `${canary}-user`, other ?? 'main');
  const role = await call('POST', '/roles', { name: `${canary}-role`, permissions: { FLOW: ['VIEW'] } });
  const group = await call('POST', '/groups', { name: `${canary}-group`, membersId: [user.id] });
  const binding = await call('POST', '/bindings', { type: 'GROUP', externalId: group.json.id, roleId: role.json.id });
  // Instance and tenant have each their own address of this name; without a segment it is the instance's
  const account = await ok(
    server.request('POST', '/service-accounts', {
      as: root,
      tenant: other ?? 'main',
      body: { name: `${canary}-account` },
    }),
  );
  const token = await ok(
    server.request('POST', `/service-accounts/${account.json.id}/api-tokens`, {
      as: root,
      tenant: other ?? 'main',
      body: { name: `${canary}-token` },
    }),
  );
  await call('POST', '/namespaces', { id: 'secret.place', description: canary });
  for (const value of [`"${canary} at first"`, `"${canary}"`])
    await call('PUT', '/namespaces/secret.place/kv/KEPT_KEY', value);
  for (const value of [`${canary}-at-first`, `${canary}-value`])
    await call('PUT', '/namespaces/secret.place/secrets', { key: 'HIDDEN_KEY', value, description: canary });
  for (const content of [`${canary} at first`, canary])
    await call('POST', '/namespaces/secret.place/files?path=/file.txt', fileForm(content));
  await call('POST', '/flows', `# the first revision\n${flowSource}`);
  await call('PUT', '/flows/secret.place/hidden-flow', flowSource);
  await call('POST', '/templates', templateSource);
  for (const source of [`# the first revision\n${blockSource}`, blockSource])
    await call('PUT', '/namespaces/secret.place/reusable-inputs/hidden-inputs', source);
  const execution = await call('POST', '/executions/secret.place/hidden-flow?wait=true');
  const invitation = await call('POST', '/invitations', {
    email: `${canary}@example.com`,
    roles: [{ id: role.json.id }],
  });
  const integration = await ok(
    server.request('POST', '/security-integrations', {
      as: root,
      tenant: other ?? 'main',
      body: { name: `${canary}-integration`, type: 'SCIM', description: canary },
    }),
  );
  const killSwitch = await ok(
    server.request('POST', '/kill-switches', {
      as: root,
      body: {
        name: `${canary}-switch`,
        evaluationType: 'PASS',
        tenantId: other ?? 'main',
        namespace: 'secret.place',
        startDate: '2026-01-01T00:00:00Z',
      },
    }),
  );
  const workerGroupId = `hidden-group-${other ?? 'main'}`;
  await ok(
    server.request('POST', '/instance/worker-groups', {
      as: root,
      body: { id: workerGroupId, name: canary, description: canary, allowedTenants: [other ?? 'main'] },
    }),
  );
  const workerToken = await ok(
    server.request('POST', `/instance/worker-groups/${workerGroupId}/tokens`, {
      as: root,
      body: { name: `${canary}-token` },
    }),
  );
  await call('POST', '/mcp/servers', { id: 'hidden-server', description: canary, instructions: canary });
  await call('POST', '/dashboards', dashboardSource);
  // The default tenant has no settings
  const defaults = { as: root, body: { defaultHomeDashboard: canary } };
  if (other !== undefined) await ok(server.request('POST', `/tenants/${other}/settings/default-dashboards`, defaults));
  const log = await call('GET', '/auditlogs/search?filters[resources][EQUALS]=ROLE');
  return {
    ...randomThings(),
    namespace: 'secret.place',
    flowId: 'hidden-flow',
    templateId: 'hidden-template',
    reusableInputsId: 'hidden-inputs',
    taskId: 'log',
    triggerId: 'every-new-year',
    executionId: execution.json.id,
    taskRunId: execution.json.taskRunList[0].id,
    fileUri: execution.json.taskRunList[1].outputs.uri,
    tenantId: other ?? 'main',
    userId: user.id,
    roleId: role.json.id,
    bindingId: binding.json.id,
    groupId: group.json.id,
    invitationId: invitation.json.id,
    integrationId: integration.json.id,
    killSwitchId: killSwitch.json.id,
    workerGroupId,
    workerTokenId: workerToken.json.details.uid,
    mcpServerId: 'hidden-server',
    dashboardId: 'hidden-dashboard',
    chartId: 'hidden-chart',
    auditLogId: log.json.results[0].auditLog.id,
    serviceAccountId: account.json.id,
    tokenId: token.json.id,
    kvKey: 'KEPT_KEY',
    secretKey: 'HIDDEN_KEY',
  };
}

const flowSource = `id: hidden-flow
namespace: secret.place
description: ${canary}
concurrency:
  limit: 100
inputs:
  - id: reused
    type: REUSABLE_INPUTS
    ref: hidden-inputs
    dependsOn: { inputs: [], condition: "{{ false }}" }
tasks:
  - id: log
    type: io.kestra.core.tasks.log.Log
    message: ${canary}
  - id: write
    type: io.kestra.plugin.core.storage.Write
    content: ${canary}
    extension: .txt
triggers:
  - id: every-new-year
    type: io.kestra.plugin.core.trigger.Schedule
    cron: "0 0 1 1 *"
  - id: tool
    type: io.kestra.plugin.core.trigger.McpToolTrigger
    mcpServer: hidden-server
    toolName: hidden-tool
    title: ${canary}
    toolDescription: ${canary}
`;

const templateSource = `id: hidden-template
namespace: secret.place
description: ${canary}
tasks:
  - id: say
    type: io.kestra.plugin.core.log.Log
    message: ${canary}
`;

const dashboardSource = `id: hidden-dashboard
title: ${canary}
charts:
  - id: hidden-chart
    type: io.kestra.plugin.core.dashboard.chart.Table
    data:
      type: io.kestra.plugin.core.dashboard.data.Logs
      columns:
        message: { field: MESSAGE }
`;

const blockSource = `id: hidden-inputs
namespace: secret.place
description: ${canary}
inputs:
  - id: hidden-input
    type: STRING
    displayName: ${canary}
`;

const shown = [
  '/executions/search?size=1000',
  '/logs/search?size=1000',
  '/triggers/secret.place/hidden-flow',
  '/flows/search?size=1000',
  '/flows/secret.place/hidden-flow?source=true',
  '/flows/secret.place/hidden-flow/revisions',
  '/templates/search?size=1000',
  '/templates/secret.place/hidden-template?source=true',
  '/namespaces/secret.place/reusable-inputs',
  '/namespaces/secret.place/reusable-inputs/hidden-inputs/revisions',
  '/roles/search?size=1000',
  '/groups/search?size=1000',
  '/bindings/search?size=1000',
  '/tenant-access?size=1000',
  '/security-integrations',
  '/mcp/servers?size=1000',
  '/mcp/servers/hidden-server/tools',
  '/dashboards?size=1000',
  '/dashboards/settings/default-dashboards',
  '/namespaces/search?size=1000',
  '/kv?size=1000',
  '/secrets?size=1000',
  '/namespaces/secret.place/kv/KEPT_KEY',
  '/namespaces/secret.place/kv/KEPT_KEY?revision=1',
  '/namespaces/secret.place/files?path=/file.txt',
  '/namespaces/secret.place/files/directory',
  '/namespaces/secret.place/files?path=/file.txt&revision=1',
  '/namespaces/secret.place/files/revisions?path=/file.txt',
];

async function snapshot(server: IsolationServer, root: Auth, other: string | undefined): Promise<string> {
  const replies = await Promise.all(shown.map((path) => server.request('GET', path, { as: root, tenant: other })));
  const accounts = await server.request('GET', '/service-accounts?size=1000', { as: root, tenant: other ?? 'main' });
  return [...replies, accounts].map(({ status, text }) => `${status} ${text}`).join('\n');
}

async function newUser(
  server: IsolationServer,
  root: Auth,
  username: string,
  tenant: string | undefined,
): Promise<{ id: string; auth: Auth }> {
  const user = await ok(
    server.request('POST', '/users', { as: root, body: { username, tenants: tenant === undefined ? [] : [tenant] } }),
  );
  // Tokens, since each password would cost its hash
  const token = await ok(
    server.request('POST', `/users/${user.json.id}/api-tokens`, { as: root, body: { name: 'test' } }),
  );
  return { id: user.json.id, auth: { token: token.json.fullToken } };
}

async function bind(
  server: IsolationServer,
  root: Auth,
  tenant: string,
  userId: string,
  roleId: string,
  namespaceId?: string,
): Promise<void> {
  const body = { type: 'USER', externalId: userId, roleId, namespaceId };
  await ok(server.request('POST', '/bindings', { as: root, tenant, body }));
}

/** A role with every permission of a tenant but the ones given. */
async function roleWithout(
  server: IsolationServer,
  root: Auth,
  tenant: string,
  lacking: readonly string[],
): Promise<string> {
  const everything = (await ok(server.request('GET', '/acls/permissions', { as: root, tenant }))).json as Record<
    string,
    string[]
  >;
  const instance = new Set(['TENANT', 'KILL_SWITCH', 'WORKER_GROUP', 'WORKER_QUEUE', 'VERSIONED_PLUGIN', 'INSTANCE']);
  const permissions = Object.fromEntries(
    Object.entries(everything)
      .filter(([resource]) => !instance.has(resource))
      .map(([resource, actions]) => [resource, actions.filter((action) => !lacking.includes(`${resource}:${action}`))]),
  );
  return (
    await ok(server.request('POST', '/roles', { as: root, tenant, body: { name: 'almost everything', permissions } }))
  ).json.id;
}

async function ok(reply: Promise<Reply>): Promise<Reply> {
  const { status, text, json, ...rest } = await reply;
  if (status >= 300) throw new Error(`The world could not be made: ${status} ${text}`);
  return { status, text, json, ...rest };
}
