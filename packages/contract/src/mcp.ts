import { mcpServerTypes } from '@windhover/model';
import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { permissionOn } from './permission.ts';
import { emptyOk } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const serverType = z.enum(mcpServerTypes);
/** OAUTH is refused with what to take in its place. */
const authType = z.enum(['BASIC', 'API_TOKEN', 'OAUTH']);

/** The rules are the use case's, which names each that is broken. */
const mcpServerBodySchema = z.object({
  id: z.string(),
  description: z.string().nullish(),
  /** Told to the agents that connect. */
  instructions: z.string().nullish(),
  /** Default PRIVATE. */
  serverType: serverType.nullish(),
  /** Of those who call a private server; absent: either. */
  authType: authType.nullish(),
  oauthProvider: z.string().nullish(),
  oauthScopesSupported: z.array(z.string()).nullish(),
  /** Default false. */
  disabled: z.boolean().nullish(),
});

const shown = {
  id: z.string(),
  description: z.string().optional(),
  serverType,
  authType: authType.optional(),
  disabled: z.boolean(),
  isDefault: z.boolean(),
  /** Absent: the default one as every tenant gets it. */
  created: z.string().optional(),
  updated: z.string().optional(),
};
export const mcpServerSchema = z.object({ ...shown, instructions: z.string().optional() });
const instanceMcpServerSchema = z.object({ tenantId: z.string(), ...shown });

export const mcpToolSchema = z.object({
  /** What agents call it by. */
  toolName: z.string(),
  triggerId: z.string(),
  title: z.string(),
  description: z.string(),
  annotations: z.object({
    readOnly: z.boolean(),
    openWorld: z.boolean(),
    destructive: z.boolean(),
    idempotent: z.boolean(),
    returnDirect: z.boolean(),
  }),
  namespace: z.string(),
  flowId: z.string(),
  flowRevision: z.number(),
});

const base = { tag: 'Mcp', level: 'tenant' } as const;
const ofServer = { ...base, ...pathParameters({ id: 'mcpServerId' }) } as const;
const needs = permissionOn('MCP_SERVER');
const server = { status: 200, kind: 'json', schema: mcpServerSchema } as const;
const sort = ['id', 'created', 'updated'];

/** Messages of the Model Context Protocol: who may send them is the server's own question, which may be open to anyone. */
const protocol = {
  ...ofServer,
  path: '/mcp/{id}',
  access: { kind: 'public' },
  reply: { status: 200, kind: 'json', schema: z.unknown() },
  errors: [405, 429],
} as const;

export const mcpRoutes = {
  list: defineRoute({
    ...base,
    operationId: 'listMcps',
    summary: 'MCP servers of the tenant; the one named default is always there',
    method: 'GET',
    path: '/mcp/servers',
    access: needs('LIST'),
    query: searchQuery({ fields: [], sort }),
    reply: { status: 200, kind: 'json', schema: paged(mcpServerSchema) },
  }),
  create: defineRoute({
    ...base,
    operationId: 'createMcp',
    makes: 'at-once',
    summary: 'Make an MCP server: an address at which AI agents find flows as tools',
    method: 'POST',
    path: '/mcp/servers',
    access: needs('CREATE'),
    body: { kind: 'json', schema: mcpServerBodySchema },
    reply: server,
  }),
  get: defineRoute({
    ...ofServer,
    operationId: 'getMcp',
    summary: 'Read an MCP server',
    method: 'GET',
    path: '/mcp/servers/{id}',
    access: needs('VIEW'),
    reply: server,
  }),
  update: defineRoute({
    ...ofServer,
    operationId: 'updateMcp',
    summary: 'Replace an MCP server; what is absent is cleared',
    method: 'PUT',
    path: '/mcp/servers/{id}',
    access: needs('UPDATE'),
    body: { kind: 'json', schema: mcpServerBodySchema },
    reply: server,
  }),
  delete: defineRoute({
    ...ofServer,
    operationId: 'deleteMcp',
    summary: 'Delete an MCP server; the default one can only be disabled',
    method: 'DELETE',
    path: '/mcp/servers/{id}',
    access: needs('DELETE'),
    reply: emptyOk,
  }),
  toggle: defineRoute({
    ...ofServer,
    operationId: 'toggleMcp',
    summary: 'Disable an MCP server that is enabled, enable one that is disabled',
    method: 'PATCH',
    path: '/mcp/servers/{id}/toggle',
    access: needs('UPDATE'),
    reply: server,
  }),
  tools: defineRoute({
    ...ofServer,
    operationId: 'listTools',
    summary: 'What an MCP server offers, by name: of the flows that the caller may see',
    method: 'GET',
    path: '/mcp/servers/{id}/tools',
    access: needs('VIEW'),
    reply: { status: 200, kind: 'json', schema: z.array(mcpToolSchema) },
  }),
  speak: defineRoute({
    ...protocol,
    operationId: 'speakMcp',
    summary: 'The address of an MCP server: one message of the protocol (streamable HTTP, without sessions)',
    method: 'POST',
    body: { kind: 'json', schema: z.unknown(), optional: true },
  }),
  listen: defineRoute({
    ...protocol,
    operationId: 'listenMcp',
    summary: 'Answered 405: an MCP server sends nothing by itself',
    method: 'GET',
  }),
  leave: defineRoute({
    ...protocol,
    operationId: 'leaveMcp',
    summary: 'Answered 405: an MCP server keeps no sessions',
    method: 'DELETE',
  }),
};

export const instanceMcpRoutes = {
  list: defineRoute({
    tag: 'Mcp',
    level: 'instance',
    access: { kind: 'superadmin' },
    operationId: 'listAllMcpServers',
    summary: 'MCP servers of all tenants',
    method: 'GET',
    path: '/instance/mcp/servers',
    query: searchQuery({ fields: [], sort: ['tenantId', ...sort], size: 100 }),
    reply: { status: 200, kind: 'json', schema: paged(instanceMcpServerSchema) },
  }),
};
