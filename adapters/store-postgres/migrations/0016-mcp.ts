import { secure } from './row-security.ts';

/** MCP servers, and which flow offers which tool. */
export const mcp = {
  name: '0016-mcp',
  sql: `
create table mcp_servers(
  tenant_id text collate "C" not null, server_id text collate "C" not null, body text collate "C" not null,
  primary key(tenant_id, server_id));

create table mcp_tools(
  tenant_id text collate "C" not null, server_id text collate "C" not null, tool_name text collate "C" not null,
  namespace text collate "C" not null, flow_id text collate "C" not null, trigger_id text collate "C" not null,
  primary key(tenant_id, server_id, tool_name));
create index mcp_tools_of_flow on mcp_tools(tenant_id, namespace, flow_id);
${secure([
  { table: 'mcp_servers', scope: 'all', instance: 'reads' },
  { table: 'mcp_tools', scope: 'all' },
])}
`,
};
