import type { McpServer, McpToolPlace, TenantKey } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** MCP servers of one tenant, as far as somebody has made or changed them: the default one may have no row. */
export interface McpServerStore {
  find(id: string): Promise<McpServer | undefined>;
  /** All, by id. */
  list(): Promise<readonly McpServer[]>;
  /** `Conflict('MCP server', id)` when the id is in use. */
  insert(server: McpServer): WriteOp;
  /** Inserts or replaces. */
  put(server: McpServer): WriteOp;
  /** Its tools stay with their flows. `Conflict('MCP server', id)` when there is none. */
  delete(id: string): WriteOp;
}

/** Which flow offers which tool, on servers that may not exist. */
export interface McpToolStore {
  find(serverId: string, toolName: string): Promise<McpToolPlace | undefined>;
  /** By name. */
  ofServer(serverId: string): Promise<readonly McpToolPlace[]>;
  /**
   * What flows offer from now on, in place of what they did; they can take over each other's names.
   * `Conflict('MCP tool', 'server/tool')` when two of them, or another flow, offer the same.
   */
  setOfFlows(flows: readonly OfferedMcpTools[]): WriteOp;
}

export interface OfferedMcpTools extends Pick<McpToolPlace, 'namespace' | 'flowId'> {
  readonly tools: readonly Pick<McpToolPlace, 'serverId' | 'toolName' | 'triggerId'>[];
}

export interface OwnedMcpServer {
  readonly key: TenantKey;
  readonly server: McpServer;
}

/** MCP servers of all tenants, for superadmins. */
export interface AllMcpServers {
  /** By tenant and id. */
  list(): Promise<readonly OwnedMcpServer[]>;
}
