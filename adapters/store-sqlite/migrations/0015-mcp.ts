/** MCP servers, and which flow offers which tool. */
export const mcp = {
  name: '0015-mcp',
  sql: `
create table mcp_servers(
  tenant_id text not null, server_id text not null, body text not null, primary key(tenant_id, server_id)) without rowid;

create table mcp_tools(
  tenant_id text not null, server_id text not null, tool_name text not null, namespace text not null,
  flow_id text not null, trigger_id text not null, primary key(tenant_id, server_id, tool_name)) without rowid;
create index mcp_tools_of_flow on mcp_tools(tenant_id, namespace, flow_id);
`,
};
