import { routes, type Search } from '@windhover/contract';
import { defaultMcpServerId, type McpServer } from '@windhover/model';
import {
  createMcpServer,
  deleteMcpServer,
  getMcpServer,
  listAllMcpServers,
  listMcpServers,
  listMcpTools,
  toggleMcpServer,
  updateMcpServer,
  type FlowTool,
} from '@windhover/services';
import { instanceRoute, publicRoute, route, type PublicCall } from '../handler.ts';
import { admitAgent } from '../mcp/admit-agent.ts';
import { speakMcp } from '../mcp/speak-mcp.ts';
import { given } from './given.ts';
import { pageOf } from './page-of.ts';
import { toIso } from './to-token-json.ts';

const { mcp, instanceMcp } = routes;

function serverJson({ createdAt, updatedAt, ...rest }: McpServer) {
  return {
    ...rest,
    isDefault: rest.id === defaultMcpServerId,
    ...(createdAt === undefined ? {} : { created: toIso(createdAt) }),
    ...(updatedAt === undefined ? {} : { updated: toIso(updatedAt) }),
  };
}

function toolJson({ tool: { toolName, title, description, annotations }, flow, trigger }: FlowTool) {
  const { namespace, id: flowId, revision: flowRevision } = flow;
  return { toolName, triggerId: trigger.id, title, description, annotations, namespace, flowId, flowRevision };
}

/** Names as they come, times that are not there first. */
const sortKeys = {
  id: ({ id }: McpServer) => id,
  created: ({ createdAt = 0 }: McpServer) => createdAt,
  updated: ({ updatedAt = 0 }: McpServer) => updatedAt,
  tenantId: ({ tenantId = '' }: McpServer & { readonly tenantId?: string }) => tenantId,
} as const;

/** In the order asked for; the page turns it round for `desc`. */
function sorted<Server extends McpServer>(servers: readonly Server[], { page }: Search): readonly Server[] {
  const field = page.sort[0]?.field as keyof typeof sortKeys | undefined;
  if (field === undefined) return servers;
  const keyOf = sortKeys[field];
  return servers.toSorted((one, other) => {
    const [first, second] = [keyOf(one), keyOf(other)];
    return first < second ? -1 : first > second ? 1 : 0;
  });
}

type Message = Pick<PublicCall<typeof mcp.speak>, 'server' | 'request' | 'params' | 'body'>;

async function speak({ server, request, params, body }: Message): Promise<Response> {
  return speakMcp({ server, request, body, admitted: await admitAgent(server, request, params.id) });
}

export const mcpHandlers = [
  route(mcp.list, async ({ scope, caller, query }) =>
    pageOf(sorted(await listMcpServers(scope, caller), query), query, {}, serverJson),
  ),
  route(mcp.create, async ({ deps, scope, caller, body }) =>
    serverJson(await createMcpServer(deps, scope, caller, given(body))),
  ),
  route(mcp.get, async ({ scope, caller, params }) => serverJson(await getMcpServer(scope, caller, params.id))),
  route(mcp.update, async ({ deps, scope, caller, params, body }) =>
    serverJson(await updateMcpServer(deps, scope, caller, params.id, given(body))),
  ),
  route(mcp.delete, ({ deps, scope, caller, params }) => deleteMcpServer(deps, scope, caller, params.id)),
  route(mcp.toggle, async ({ deps, scope, caller, params }) =>
    serverJson(await toggleMcpServer(deps, scope, caller, params.id)),
  ),
  route(mcp.tools, async ({ deps, scope, caller, params }) =>
    (await listMcpTools(deps, scope, caller, params.id)).map(toolJson),
  ),
  publicRoute(mcp.speak, speak),
  publicRoute(mcp.listen, speak),
  publicRoute(mcp.leave, speak),
  instanceRoute(instanceMcp.list, async ({ deps, caller, query }) =>
    pageOf(sorted(await listAllMcpServers(deps, caller), query), query, {}, (server) => {
      const { instructions: _instructions, ...json } = serverJson(server);
      return { ...json, tenantId: server.tenantId };
    }),
  ),
];
