import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { can } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { toolsOfServer, type FlowTool } from './flow-tools.ts';
import { getMcpServer } from './manage-mcp-servers.ts';

/** Tools of a server, by name, of the flows that the caller may see. Throws `NotFound`. */
export async function listMcpTools(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  serverId: string,
): Promise<readonly FlowTool[]> {
  await getMcpServer(scope, actor, serverId);
  const isVisible = (namespace: string): boolean =>
    can(actor, 'FLOW:VIEW', namespace) || can(actor, 'FLOW:LIST', namespace);
  return toolsOfServer(deps, scope, serverId, isVisible);
}
