/** How agents reach an MCP server. */
interface Reached {
  readonly id: string;
  readonly serverType: 'PRIVATE' | 'PUBLIC';
  readonly authType?: string | undefined;
}

/** Below the address of the instance and inside of its tenant; the default tenant is `main`. */
export function mcpServerUrl(instanceUrl: string, tenant: string | undefined, id: string): string {
  return `${instanceUrl.replace(/\/$/, '')}/api/v1/${[tenant ?? 'main', 'mcp', id].map(encodeURIComponent).join('/')}`;
}

/** As most MCP clients read it. */
export function clientConfiguration({ id, serverType, authType }: Reached, url: string): string {
  const authorization = authType === 'BASIC' ? 'Basic <base64 of name:password>' : 'Bearer <API token>';
  const headers = serverType === 'PUBLIC' ? {} : { headers: { Authorization: authorization } };
  return JSON.stringify({ mcpServers: { [id]: { type: 'http', url, ...headers } } }, null, 2);
}

/** A trigger by which a flow becomes a tool of this server. */
export function exampleTrigger(serverId: string): string {
  return `triggers:
  - id: tool
    type: io.kestra.plugin.core.trigger.McpToolTrigger
    mcpServer: ${serverId}
    toolName: greet
    title: Greet somebody
    toolDescription: Greets whom it is told to greet. Call it when somebody asks for a greeting.`;
}
