/** MCP servers of a tenant: at the address of one, AI agents find flows as tools (Model Context Protocol). */
import type { TriggerDefinition } from './flow.ts';
import type { Instant } from './states.ts';
import { textOf } from './text-of.ts';

/** `PRIVATE`: callers sign in and see what they may execute. `PUBLIC`: whoever reaches it sees and calls all of its tools. */
export const mcpServerTypes = ['PRIVATE', 'PUBLIC'] as const;
export type McpServerType = (typeof mcpServerTypes)[number];

/** What the callers of a private server sign in with: a password, or an API token. */
export const mcpAuthTypes = ['BASIC', 'API_TOKEN'] as const;
export type McpAuthType = (typeof mcpAuthTypes)[number];

export interface McpServer {
  readonly id: string;
  readonly description?: string;
  /** Told to the client at its `initialize`: how the tools are meant to be used. */
  readonly instructions?: string;
  readonly serverType: McpServerType;
  /** Absent: either. Counts for private servers. */
  readonly authType?: McpAuthType;
  readonly disabled: boolean;
  /** Absent: the default one as every tenant gets it. */
  readonly createdAt?: Instant;
  readonly updatedAt?: Instant;
}

/** Where a tool is offered: a trigger of a flow. */
export interface McpToolPlace {
  readonly serverId: string;
  /** Unique on its server. */
  readonly toolName: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly triggerId: string;
}

/** Every tenant has it: it can be changed and disabled, not deleted. */
export const defaultMcpServerId = 'default';

export const mcpServerIdPattern = /^[a-z0-9][a-z0-9_-]{0,63}$/;

export const mcpToolType = 'io.kestra.plugin.core.trigger.McpToolTrigger';

/** At most 64 letters, digits, `-`, `_` and `.`; first and last a letter or digit. */
export const mcpToolNamePattern = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;

/** What a tool says of itself; those that the flow leaves out. */
export const mcpToolAnnotations = {
  readOnly: false,
  openWorld: true,
  destructive: true,
  idempotent: false,
  returnDirect: false,
} as const;
export type McpToolAnnotations = { readonly [Name in keyof typeof mcpToolAnnotations]: boolean };

/** What a trigger offers. */
export interface McpTool {
  readonly serverId: string;
  readonly toolName: string;
  readonly title: string;
  readonly description: string;
  readonly annotations: McpToolAnnotations;
}

/** Undefined for triggers of other types and for those that are disabled. */
export function mcpToolOf({ type, disabled, properties }: TriggerDefinition): McpTool | undefined {
  if (type !== mcpToolType || disabled) return undefined;
  const { mcpServer = defaultMcpServerId, toolName, title, toolDescription, annotations } = properties;
  return {
    serverId: textOf(mcpServer),
    toolName: textOf(toolName),
    title: textOf(title),
    description: textOf(toolDescription),
    annotations: { ...mcpToolAnnotations, ...(annotations as Partial<McpToolAnnotations> | undefined) },
  };
}
