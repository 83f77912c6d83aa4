import type { McpServer, TenantKey } from '@windhover/model';
import type { AllMcpServers, McpServerStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { changing, step } from '../sql-step.ts';
import { sql } from '../sql-text.ts';
import type { InstanceDeps, ScopeDeps } from '../store-deps.ts';

const thing = 'MCP server';

/** MCP servers of one tenant. */
export function mcpServerStore({ tenant, reads, write }: ScopeDeps): McpServerStore {
  return {
    async find(id) {
      const row = await reads.one(sql`select body from mcp_servers where tenant_id = ${tenant} and server_id = ${id}`);
      return row && fromBody<McpServer>(row);
    },

    async list() {
      const rows = await reads.list(sql`select body from mcp_servers where tenant_id = ${tenant} order by server_id`);
      return rows.map(fromBody<McpServer>);
    },

    insert: (server) =>
      write(
        changing(
          { thing, id: server.id },
          sql`insert into mcp_servers(tenant_id, server_id, body)
            values (${tenant}, ${server.id}, ${JSON.stringify(server)})`,
        ),
      ),

    put: (server) =>
      write(
        step(
          sql`insert into mcp_servers(tenant_id, server_id, body)
            values (${tenant}, ${server.id}, ${JSON.stringify(server)})
            on conflict (tenant_id, server_id) do update set body = excluded.body`,
        ),
      ),

    delete: (id) =>
      write(changing({ thing, id }, sql`delete from mcp_servers where tenant_id = ${tenant} and server_id = ${id}`)),
  };
}

/** Those of all tenants. */
export function allMcpServers({ reads }: InstanceDeps): AllMcpServers {
  return {
    async list() {
      const rows = await reads.list(sql`select tenant_id, body from mcp_servers order by tenant_id, server_id`);
      return rows.map((row) => ({ key: row['tenant_id'] as TenantKey, server: fromBody<McpServer>(row) }));
    },
  };
}
