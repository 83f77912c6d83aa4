/** How agents reach an MCP server. */
interface Reached {
  readonly id: string;
  readonly serverType: 'PRIVATE' | 'PUBLIC';
  readonly authType?: string | undefined;
}

/** As most MCP clients read it. */
export function clientConfiguration({ id, serverType, authType }: Reached, url: string): string {
  const authorization = authType === 'BASIC' ? 'Basic <base64 of name:password>' : 'Bearer <API token>';
  const headers = serverType === 'PUBLIC' ? {} : { headers: { Authorization: authorization } };
  return JSON.stringify({ mcpServers: { [id]: { type: 'http', url, ...headers } } }, null, 2);
}
