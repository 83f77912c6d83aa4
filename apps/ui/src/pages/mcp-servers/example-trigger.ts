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
