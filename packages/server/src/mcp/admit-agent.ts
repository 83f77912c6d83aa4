/** Who speaks with an MCP server, and whether it answers. */
import { routes } from '@windhover/contract';
import { Forbidden, NotFound, TenantSuspended, WindhoverError, type McpServer } from '@windhover/model';
import { findMcpServer, type Agent, type Caller, type EnteredTenant } from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import { admit, enterOpenly, ourOrigins } from '../admission.ts';
import { refuseCrossSite } from '../cross-site.ts';
import type { ServerContext } from '../handler.ts';

export interface AdmittedAgent {
  readonly entered: EnteredTenant;
  readonly mcpServer: McpServer;
  /** Undefined at a public server, which asks nobody who they are. */
  readonly agent: Agent;
}

/** A private server is as any operation of the signed-in: which of its tools are theirs is decided tool by tool. */
const asSignedIn = { ...routes.mcp.speak, access: { kind: 'signed-in' } } as const;

/**
 * Strangers learn of public servers alone: everywhere else they are asked to sign in, whether there is anything or not. Throws
 * `Unauthenticated`, `NotFound` for a server that is not there or disabled, `TenantSuspended`, `Forbidden` for credentials of a
 * kind that the server does not take, `TooManyRequests`.
 */
export async function admitAgent(server: ServerContext, request: FastifyRequest, id: string): Promise<AdmittedAgent> {
  // A page that knows our address could otherwise speak for whoever looks at it
  refuseCrossSite(request, ourOrigins(server));
  const openly = await enterOpenly(server, request).catch((error: unknown) => {
    if (error instanceof WindhoverError && error.status === 404) return undefined;
    throw error;
  });
  const found = openly && (await findMcpServer(openly.scope, id));
  const mcpServer = found?.disabled === true ? undefined : found;
  if (openly !== undefined && mcpServer?.serverType === 'PUBLIC') {
    const { ref, isSuspended } = openly;
    if (isSuspended) throw new TenantSuspended({ id: ref.id ?? ref.name });
    server.rates.demandPublicMcp(ref, id, server.deps.clock.monotonic());
    return { entered: openly, mcpServer, agent: undefined };
  }
  const { caller, entered } = await admit(server, asSignedIn, true, request);
  server.rates.demandRequest(caller!, entered?.ref, server.deps.clock.monotonic());
  if (mcpServer === undefined) throw new NotFound({ thing: 'MCP server' });
  demandKindOfCredentials(mcpServer, caller!);
  return { entered: entered!, mcpServer, agent: caller };
}

function demandKindOfCredentials({ authType }: McpServer, { via }: Caller): void {
  const isTaken = authType === undefined ? via !== 'session' : via === viaOf[authType];
  if (!isTaken) throw new Forbidden({ reason: `this MCP server takes ${taken[authType ?? 'either']}` });
}

const viaOf = { BASIC: 'basic', API_TOKEN: 'token' } as const;
const taken = {
  BASIC: 'a name with its password',
  API_TOKEN: 'API tokens',
  either: 'API tokens, or a name with its password',
} as const;
