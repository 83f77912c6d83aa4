import type { McpToolPlace } from '@windhover/model';
import type { McpToolStore } from '@windhover/ports';
import { changing, step } from '../sql-step.ts';
import { sql, type Row } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

/** Which flow of one tenant offers which tool. */
export function mcpToolStore({ tenant, reads, write }: ScopeDeps): McpToolStore {
  return {
    async find(serverId, toolName) {
      const row = await reads.one(
        sql`select * from mcp_tools
          where tenant_id = ${tenant} and server_id = ${serverId} and tool_name = ${toolName}`,
      );
      return row && toPlace(row);
    },

    async ofServer(serverId) {
      const rows = await reads.list(
        sql`select * from mcp_tools where tenant_id = ${tenant} and server_id = ${serverId} order by tool_name`,
      );
      return rows.map(toPlace);
    },

    setOfFlows: (flows) =>
      write(
        ...flows.map(({ namespace, flowId }) =>
          step(
            sql`delete from mcp_tools
              where tenant_id = ${tenant} and namespace = ${namespace} and flow_id = ${flowId}`,
          ),
        ),
        ...flows.flatMap(({ namespace, flowId, tools }) =>
          tools.map(({ serverId, toolName, triggerId }) =>
            changing(
              { thing: 'MCP tool', id: `${serverId}/${toolName}` },
              sql`insert into mcp_tools(tenant_id, server_id, tool_name, namespace, flow_id, trigger_id)
                values (${tenant}, ${serverId}, ${toolName}, ${namespace}, ${flowId}, ${triggerId})`,
            ),
          ),
        ),
      ),
  };
}

function toPlace(row: Row): McpToolPlace {
  return {
    serverId: row['server_id'] as string,
    toolName: row['tool_name'] as string,
    namespace: row['namespace'] as string,
    flowId: row['flow_id'] as string,
    triggerId: row['trigger_id'] as string,
  };
}
