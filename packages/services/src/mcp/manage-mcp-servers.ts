/** MCP servers of a tenant: at the address of each, AI agents find the flows as tools that name it in a trigger. */
import {
  defaultMcpServerId,
  IllegalArgument,
  InvalidEntity,
  mcpServerIdPattern,
  NotFound,
  type ErrorProblem,
  type McpAuthType,
  type McpServer,
  type McpServerType,
} from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import type { Actor, Caller } from '../access/caller.ts';
import { writeOr } from '../access/on-conflict.ts';
import { demand } from '../access/permissions.ts';
import { auditEntry, type Audited } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { demandSuperadmin } from '../identity/demand-superadmin.ts';
import { accessibleTenants } from '../tenants/accessible-tenants.ts';

export interface McpServerInput {
  readonly id: string;
  readonly description?: string | undefined;
  readonly instructions?: string | undefined;
  readonly serverType?: McpServerType | undefined;
  /** OAUTH is a word of clients, and refused. */
  readonly authType?: McpAuthType | 'OAUTH' | undefined;
  readonly oauthProvider?: string | undefined;
  readonly oauthScopesSupported?: readonly string[] | undefined;
  readonly disabled?: boolean | undefined;
}

const thing = 'MCP server';
/** Of description and instructions: agents read the latter whenever they connect. */
const maxTextLength = 20_000;
const untouchedDefault: McpServer = { id: defaultMcpServerId, serverType: 'PRIVATE', disabled: false };

/** By id; the default one is always among them. */
export async function listMcpServers(scope: TenantScope, actor: Actor): Promise<readonly McpServer[]> {
  demand(actor, 'MCP_SERVER:LIST');
  return withDefault(await scope.mcpServers.list());
}

/** Those of all tenants, each with the id of its tenant: the default tenant's first, and `main`. */
export async function listAllMcpServers(
  deps: Deps,
  caller: Caller,
): Promise<readonly (McpServer & { readonly tenantId: string })[]> {
  demandSuperadmin(caller);
  const stored = Map.groupBy(await deps.store.mcpServers.list(), ({ key }) => key);
  return (await accessibleTenants(deps, caller.user)).flatMap(({ key, id: tenantId = 'main' }) =>
    withDefault((stored.get(key) ?? []).map(({ server }) => server)).map((server) => ({ ...server, tenantId })),
  );
}

/** Throws `NotFound`. */
export async function getMcpServer(scope: TenantScope, actor: Actor, id: string): Promise<McpServer> {
  demand(actor, 'MCP_SERVER:VIEW');
  return existing(scope, id);
}

/** For who calls it. */
export async function findMcpServer(scope: TenantScope, id: string): Promise<McpServer | undefined> {
  return (await scope.mcpServers.find(id)) ?? (id === defaultMcpServerId ? untouchedDefault : undefined);
}

/** Throws `InvalidEntity` with all that is wrong, also for an id that is in use. */
export async function createMcpServer(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  input: McpServerInput,
): Promise<McpServer> {
  demand(actor, 'MCP_SERVER:CREATE');
  const now = deps.clock.now();
  const server = toServer(input, { createdAt: now, updatedAt: now });
  if (server.id === defaultMcpServerId) throw invalid([inUse]);
  await save(
    deps,
    scope,
    actor,
    scope.mcpServers.insert(server),
    { type: 'CREATE', resource: 'MCP_SERVER', detail: { id: server.id }, after: textOf(server) },
    () => invalid([inUse]),
  );
  return server;
}

/** Replaces it: what is absent is cleared. Throws `NotFound`, and `InvalidEntity` with all that is wrong. */
export async function updateMcpServer(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  id: string,
  input: McpServerInput,
): Promise<McpServer> {
  demand(actor, 'MCP_SERVER:UPDATE');
  const before = await existing(scope, id);
  if (input.id !== id) throw invalid([{ path: 'id', message: 'Illegal MCP server id update' }]);
  return change(deps, scope, actor, before, toServer(input, stamps(deps, before)));
}

/** A disabled one is enabled, an enabled one disabled: clients of the latter are refused. Throws `NotFound`. */
export async function toggleMcpServer(deps: Deps, scope: TenantScope, actor: Actor, id: string): Promise<McpServer> {
  demand(actor, 'MCP_SERVER:UPDATE');
  const before = await existing(scope, id);
  return change(deps, scope, actor, before, { ...before, disabled: !before.disabled, ...stamps(deps, before) });
}

/** Flows keep naming it, and are its tools again once there is one of its id. Throws `NotFound`. */
export async function deleteMcpServer(deps: Deps, scope: TenantScope, actor: Actor, id: string): Promise<void> {
  demand(actor, 'MCP_SERVER:DELETE');
  const before = await existing(scope, id);
  if (id === defaultMcpServerId) {
    throw new IllegalArgument({ reason: `the MCP server '${id}' is every tenant's; disable it instead` });
  }
  await save(
    deps,
    scope,
    actor,
    scope.mcpServers.delete(id),
    { type: 'DELETE', resource: 'MCP_SERVER', detail: { id }, before: textOf(before) },
    () => new NotFound({ thing }),
  );
}

function withDefault(servers: readonly McpServer[]): readonly McpServer[] {
  if (servers.some(({ id }) => id === defaultMcpServerId)) return servers;
  return [...servers, untouchedDefault].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

async function existing(scope: TenantScope, id: string): Promise<McpServer> {
  const server = await findMcpServer(scope, id);
  if (server === undefined) throw new NotFound({ thing });
  return server;
}

function stamps(deps: Pick<Deps, 'clock'>, { createdAt }: McpServer): Pick<McpServer, 'createdAt' | 'updatedAt'> {
  const now = deps.clock.now();
  return { createdAt: createdAt ?? now, updatedAt: now };
}

async function change(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  before: McpServer,
  after: McpServer,
): Promise<McpServer> {
  await save(deps, scope, actor, scope.mcpServers.put(after), {
    type: 'UPDATE',
    resource: 'MCP_SERVER',
    detail: { id: after.id },
    before: textOf(before),
    after: textOf(after),
  });
  return after;
}

async function save(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  write: WriteOp,
  audited: Audited,
  onConflict?: () => Error,
): Promise<void> {
  const writes = [write, scope.audit.append(auditEntry(deps, actor, audited))];
  await writeOr(deps.store, writes, (conflict) => (conflict.thing === thing ? onConflict?.() : undefined));
}

function toServer(input: McpServerInput, stamped: Pick<McpServer, 'createdAt' | 'updatedAt'>): McpServer {
  const { id, description, instructions, serverType = 'PRIVATE', authType, disabled = false } = input;
  const problems = [...problemsOf(input)];
  if (authType === 'OAUTH' || problems.length > 0) throw invalid(problems);
  return {
    id,
    ...(description ? { description } : {}),
    ...(instructions ? { instructions } : {}),
    serverType,
    ...(authType === undefined ? {} : { authType }),
    disabled,
    ...stamped,
  };
}

function* problemsOf(input: McpServerInput): Generator<ErrorProblem> {
  const { id, authType, oauthProvider, oauthScopesSupported = [] } = input;
  if (!mcpServerIdPattern.test(id)) yield { path: 'id', message: `must match "${mcpServerIdPattern.source}"` };
  // The addresses of the servers themselves
  if (id === 'servers') yield { path: 'id', message: "'servers' is a word of the API" };
  for (const path of ['description', 'instructions'] as const) {
    if ((input[path]?.length ?? 0) > maxTextLength)
      yield { path, message: `must have at most ${maxTextLength} characters` };
  }
  const remedy = 'agents sign in with API_TOKEN (a service account has one) or BASIC; leave it out to take either';
  if (authType === 'OAUTH') yield { path: 'authType', message: `OAUTH is not offered: ${remedy}` };
  if (oauthProvider) yield { path: 'oauthProvider', message: `OAuth is not offered: ${remedy}` };
  if (oauthScopesSupported.length > 0)
    yield { path: 'oauthScopesSupported', message: `OAuth is not offered: ${remedy}` };
}

const inUse: ErrorProblem = { path: 'id', message: 'MCP server id already exists' };

function invalid(problems: readonly ErrorProblem[]): InvalidEntity {
  const reason = problems.map(({ path, message }) => `${path}: ${message}`).join(', ');
  return new InvalidEntity({ reason }, { problems });
}

/** As the log shows it before and after a change. */
function textOf({ createdAt: _created, updatedAt: _updated, ...shown }: McpServer): string {
  return JSON.stringify(shown, null, 2);
}
