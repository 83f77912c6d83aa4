import { findHere, type FindHere } from './find-here.ts';
import { tenantPath } from './mount.ts';
import { listQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import type { Page, Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireMcpServer = Reply<'mcp', 'get'>;
export type WireMcpTool = Reply<'mcp', 'tools'>[number];
/** What a form sends; what is absent is cleared. */
export type McpServerValues = Pick<WireMcpServer, 'id' | 'serverType' | 'disabled'> &
  Partial<Pick<WireMcpServer, 'description' | 'instructions' | 'authType'>>;

const all = (tenant: Tenant): string => tenantPath(tenant, '/mcp/servers');
const one = (tenant: Tenant, id: string): string => `${all(tenant)}/${encodeURIComponent(id)}`;

export const mcpServers = {
  list: async (tenant: Tenant, query: FindHere): Promise<Page<WireMcpServer>> => {
    const { results } = await requestJson<Page<WireMcpServer>>(all(tenant), { query: listQuery({ size: 1_000 }) });
    return findHere(results, query, ({ id, description = '' }) => `${id} ${description}`);
  },
  get: (tenant: Tenant, id: string) => requestJson<WireMcpServer>(one(tenant, id)),
  tools: (tenant: Tenant, id: string) => requestJson<readonly WireMcpTool[]>(`${one(tenant, id)}/tools`),
  create: (tenant: Tenant, values: McpServerValues) =>
    requestJson<WireMcpServer>(all(tenant), { method: 'POST', json: values }),
  update: (tenant: Tenant, values: McpServerValues) =>
    requestJson<WireMcpServer>(one(tenant, values.id), { method: 'PUT', json: values }),
  toggle: (tenant: Tenant, id: string) => send(`${one(tenant, id)}/toggle`, { method: 'PATCH' }),
  remove: (tenant: Tenant, id: string) => send(one(tenant, id), { method: 'DELETE' }),
};
