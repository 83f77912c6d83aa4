import { mcpToolOf, type Flow } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { findMcpServer } from './manage-mcp-servers.ts';
import { takenBy } from './tool-taken.ts';

/** Why tools of a flow will not be found, or the flow not be saved, as things are now. */
export async function toolWarnings(scope: TenantScope, actor: Actor, flow: Flow): Promise<readonly string[]> {
  if (flow.disabled) return [];
  const lines: string[] = [];
  for (const trigger of flow.triggers) {
    const tool = mcpToolOf(trigger);
    if (tool === undefined) continue;
    const { serverId, toolName } = tool;
    const holder = await scope.mcpTools.find(serverId, toolName);
    if (holder !== undefined && (holder.namespace !== flow.namespace || holder.flowId !== flow.id))
      lines.push(`${trigger.id}: ${takenBy(actor, tool, holder)}`);
    else if ((await findMcpServer(scope, serverId)) === undefined)
      lines.push(
        `${trigger.id}: The MCP server '${serverId}' does not exist: nobody finds the tool '${toolName}' until it does`,
      );
  }
  return lines;
}
