/** Throw-away tenants on the running instance: every operation is called in one of them with what another holds. */
import { isSafe, type AnyRoute } from '@windhover/contract';
import { hasTemplates, type TenantRef } from '@windhover/model';
import {
  createApiToken,
  createBindings,
  createTenant,
  createUser,
  deleteTenant,
  deleteUser,
  type Deps,
} from '@windhover/services';
import type { ServerSettings } from '../server-settings.ts';
import { startServer } from '../start-server.ts';
import {
  blockSource,
  dashboardSource,
  flowSource,
  openRoutes,
  probeCall,
  probedRoutes,
  templateSource,
  type ProbeThings,
} from './probe-calls.ts';

export interface ProbeResult {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  /** Of the call with the other tenant's things; undefined for an operation that is open to strangers, which is not called. */
  readonly status?: number;
  /** What leaked, in words; undefined when nothing did. */
  readonly leak?: string;
}

interface Side {
  readonly tenant: TenantRef;
  readonly userId: string;
  readonly token: string;
}

type Send = (
  side: Side,
  /** The tenant's; undefined: an operation of the instance. */
  segment: string | undefined,
  call: ReturnType<typeof probeCall>,
) => Promise<{ status: number; text: string }>;

const callLimitMs = 10_000;

/**
 * Answers one result for each operation, those that are not called at the end. The tenants, their users and all that they hold are removed afterwards, also
 * when something fails.
 */
export async function verifyIsolation(deps: Deps, settings: ServerSettings): Promise<readonly ProbeResult[]> {
  const run = Buffer.from(deps.ids.random(6)).toString('hex');
  const server = await startServer({ deps, settings: { ...settings, host: '127.0.0.1', port: 0 } });
  const sides: Side[] = [];
  try {
    const make = async (name: string): Promise<Side> => {
      const side = await makeSide(deps, `verify-${name}-${run}`);
      sides.push(side);
      return side;
    };
    const owner = await make('owner');
    let other = await make('other');
    const send = sender(`http://127.0.0.1:${server.port}${settings.contextPath}/api/v1`);
    const canary = `canary${run}`;
    const things = await fill(send, owner, canary, hasTemplates(deps.catalog));
    const results: ProbeResult[] = [];
    let before = await snapshot(send, owner);
    for (const [index, route] of probedRoutes().entries()) {
      const word = `w${run}x${index}`;
      const { after, ...result } = await probe({ send, owner, other, things, canary, word, before }, route);
      before = after;
      results.push(result);
      // What a call made in its own tenant, by the names of the owner's things, must not answer the next one
      if (!isSafe(route)) other = await make(`other${index}`);
    }
    return [...results, ...openRoutes().map(({ operationId, method, path }) => ({ operationId, method, path }))];
  } finally {
    await server.close();
    for (const { tenant, userId } of sides) {
      await deleteTenant(deps, 'command-line', tenant.id!, { purge: true });
      await deleteUser(deps, 'command-line', userId);
    }
  }
}

async function makeSide(deps: Deps, id: string): Promise<Side> {
  const tenant = await createTenant(deps, 'command-line', { id });
  const user = await createUser(deps, 'command-line', { username: id, tenants: [id] });
  const scope = deps.store.scope(tenant.key);
  const binding = { type: 'USER', externalId: user.id, roleId: `admin_${id}` } as const;
  await createBindings(deps, scope, tenant, 'command-line', [binding]);
  const { fullToken } = await createApiToken(deps, 'command-line', user, { name: 'verify' });
  return { tenant, userId: user.id, token: fullToken };
}

function sender(url: string): Send {
  return async ({ token }, segment, { method, path, body, contentType }) => {
    const response = await fetch(`${url}${segment === undefined ? '' : `/${segment}`}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(callLimitMs),
    });
    return { status: response.status, text: await response.text() };
  };
}

/** What the owner holds: each value contains the canary, so that it is known wherever it turns up. */
async function fill(send: Send, owner: Side, canary: string, withTemplates: boolean): Promise<ProbeThings> {
  const id = owner.tenant.id!;
  const call = async (method: string, path: string, body?: string, contentType?: string) => {
    const reply = await send(owner, id, { method, path, body, contentType });
    if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`);
    return reply.text === '' ? {} : (JSON.parse(reply.text) as { id?: string; taskRunList?: { id: string }[] });
  };
  const json = (method: string, path: string, body: unknown) =>
    call(method, path, JSON.stringify(body), 'application/json');
  // The key is sent by whoever calls the webhook: seen again it shows nothing
  const webhookKey = canary.replace('canary', 'webhook');
  const hidden = { flowId: 'hidden', templateId: 'hidden', reusableInputsId: 'hidden' };
  const names = { namespace: 'verify.isolation', ...hidden, webhookKey };
  await json('POST', '/namespaces', { id: names.namespace, description: canary });
  await call('POST', '/flows', flowSource(names, canary), 'application/x-yaml');
  if (withTemplates) await call('POST', '/templates', templateSource(names, canary), 'application/x-yaml');
  const block = `/namespaces/${names.namespace}/reusable-inputs/${names.reusableInputsId}`;
  await call('PUT', block, blockSource(canary), 'application/x-yaml');
  await json('POST', '/mcp/servers', { id: 'verify-hidden', description: canary, instructions: canary });
  const dashboardId = 'verify-hidden';
  await call('POST', '/dashboards', dashboardSource({ dashboardId }, canary), 'application/x-yaml');
  const role = await json('POST', '/roles', { name: canary, permissions: { FLOW: ['VIEW'] } });
  const group = await json('POST', '/groups', { name: canary, membersId: [owner.userId] });
  const binding = await json('POST', '/bindings', { type: 'GROUP', externalId: group.id, roleId: role.id });
  const invitation = await json('POST', '/invitations', { email: `${canary}@example.com` });
  const account = await json('POST', '/service-accounts', { name: canary });
  await call('PUT', `/namespaces/${names.namespace}/kv/KEY`, `"${canary}"`, 'text/plain');
  const execution = await call('POST', `/executions/${names.namespace}/${names.flowId}?wait=true`);
  const taskRunId = execution.taskRunList?.[0]?.id;
  const made = { roleId: role.id, groupId: group.id, bindingId: binding.id, invitationId: invitation.id };
  return {
    ...names,
    ...(Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)) as ProbeThings),
    ...(account.id === undefined ? {} : { serviceAccountId: account.id }),
    ...(execution.id === undefined ? {} : { executionId: execution.id }),
    ...(taskRunId === undefined ? {} : { taskRunId }),
    tenantId: id,
    userId: owner.userId,
    taskId: 'log',
    kvKey: 'KEY',
    mcpServerId: 'verify-hidden',
    dashboardId,
    chartId: 'text',
    revision: '1',
  };
}

interface Probe {
  readonly send: Send;
  readonly owner: Side;
  readonly other: Side;
  readonly things: ProbeThings;
  readonly canary: string;
  readonly word: string;
  /** What the owner saw of itself. */
  readonly before: string;
}

async function probe(
  { send, owner, other, things, canary, word, before }: Probe,
  route: AnyRoute,
): Promise<ProbeResult & { readonly after: string }> {
  const own = route.level === 'tenant' ? other.tenant.id : undefined;
  const theirs = await send(other, own, probeCall(route, things, `${word}a`));
  const nobodys = await send(other, own, probeCall(route, unknownThings(things, word), `${word}b`));
  // Whoever has its key may call a webhook of whatever tenant
  const isEntered = route.level === 'tenant' && route.access.kind !== 'public';
  const inside = isEntered ? await send(other, owner.tenant.id, probeCall(route, things, `${word}c`)) : undefined;
  const after = await snapshot(send, owner);
  const leaks = [
    ...(theirs.text.includes(canary) ? ['it shows what the other tenant holds'] : []),
    ...(theirs.status === nobodys.status ? [] : [`it answers ${theirs.status}, but ${nobodys.status} to unknown ids`]),
    ...(inside === undefined || inside.status === 404
      ? []
      : [`the other tenant's own address answers ${inside.status}`]),
    ...(before === after ? [] : ['it changed the other tenant']),
  ];
  const { operationId, method, path } = route;
  const leak = leaks.length === 0 ? {} : { leak: leaks.join('; ') };
  return { operationId, method, path, status: theirs.status, ...leak, after };
}

/** Things of the same form that are nobody's. */
function unknownThings(things: ProbeThings, word: string): ProbeThings {
  return Object.fromEntries(
    Object.entries(things).map(([kind, value]) => [
      kind,
      kind === 'revision' ? value : kind === 'executionId' ? `0${word}`.padEnd(22, '0').slice(0, 22) : `x${word}`,
    ]),
  );
}

const shown = [
  '/flows/search?size=1000',
  '/templates/search?size=1000',
  '/namespaces/verify.isolation/reusable-inputs?size=1000',
  '/executions/search?size=1000',
  '/namespaces/search?size=1000',
  '/kv?size=1000',
  '/roles/search?size=1000',
  '/groups/search?size=1000',
  '/bindings/search?size=1000',
  '/invitations/search?size=1000',
  '/mcp/servers?size=1000',
  '/dashboards?size=1000',
  '/service-accounts?size=1000',
  '/tenant-access?size=1000',
];

/** What the owner sees of itself. */
async function snapshot(send: Send, owner: Side): Promise<string> {
  const read = { method: 'GET', body: undefined, contentType: undefined };
  const replies = await Promise.all(shown.map((path) => send(owner, owner.tenant.id!, { ...read, path })));
  return replies.map(({ status, text }) => `${status} ${text}`).join('\n');
}
