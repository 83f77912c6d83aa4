/** The Model Context Protocol: its messages to use cases and back. The library speaks it; it is loaded with the first message. */
import type * as Protocol from '@modelcontextprotocol/server';
import { argumentsSchema, BadRequest, outputsSchema, type JsonObject } from '@windhover/model';
import { callTool, listCallableTools, type FlowTool, type ToolAnswer } from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import type { ServerContext } from '../handler.ts';
import { clientGone } from '../routes/execution-replies.ts';
import type { AdmittedAgent } from './admit-agent.ts';

export interface McpMessage {
  readonly server: ServerContext;
  readonly request: FastifyRequest;
  readonly admitted: AdmittedAgent;
  /** Parsed; undefined when there is none. */
  readonly body: unknown;
}

const sessionHeader = 'mcp-session-id';
/** What clients send back of the name that they were given; anything else is none. */
const sessionIdPattern = /^[\w.~-]{1,64}$/;

/** Throws `BadRequest` for a batch: one call would count as many. */
export async function speakMcp(message: McpMessage): Promise<Response> {
  const { request, body, server } = message;
  if (Array.isArray(body)) throw new BadRequest({ reason: 'a request holds one message of the protocol, not a batch' });
  const library = await import('@modelcontextprotocol/server');
  const handler = library.createMcpHandler(() => makeServer(library, message), {
    // No message comes of itself, so that nothing is worth waiting for
    maxSubscriptions: 0,
    // Comments keep a connection open for as long as an execution takes
    responseMode: 'sse',
    onerror: (error) => request.log.debug({ err: error }, 'MCP message refused'),
  });
  const response = await handler.fetch(
    new Request(new URL(request.originalUrl, 'http://localhost'), {
      method: request.method,
      headers: headersOf(request),
      signal: clientGone(request),
    }),
    body === undefined ? {} : { parsedBody: body },
  );
  // Answers are for the caller alone, as all others; proxies would hold compressed events back
  response.headers.set('cache-control', 'no-store, no-transform');
  if ((body as { method?: unknown } | undefined)?.method === 'initialize' && response.ok)
    response.headers.set(sessionHeader, server.deps.ids.next());
  return response;
}

/** For one message: nothing is remembered between two, so that any server of an instance answers. */
function makeServer(library: typeof Protocol, { server, request, admitted }: McpMessage): Protocol.Server {
  const { deps, settings } = server;
  const { agent, mcpServer, entered } = admitted;
  const { instructions } = mcpServer;
  const speaker = new library.Server(
    { name: 'windhover', version: settings.version },
    { capabilities: { tools: {} }, ...(instructions === undefined ? {} : { instructions }) },
  );
  speaker.setRequestHandler('tools/list', async () => ({
    tools: (await listCallableTools(deps, entered.ref, agent, mcpServer.id)).map(toTool),
  }));
  speaker.setRequestHandler('tools/call', async ({ params }, context) => {
    const answer = await callTool(deps, entered.ref, agent, {
      serverId: mcpServer.id,
      toolName: params.name,
      arguments: (params.arguments ?? {}) as JsonObject,
      sessionId: sessionOf(request),
      onStart: (executionId) => tellProgress(context, params._meta?.progressToken, executionId),
      signal: clientGone(request),
    }).catch((error: unknown) => {
      request.log.error({ err: error }, 'tool call failed');
      throw new library.ProtocolError(library.INTERNAL_ERROR, 'The server could not carry out the call; try again');
    });
    if (answer === undefined) throw new library.ProtocolError(library.INVALID_PARAMS, `Unknown tool: ${params.name}`);
    return toResult(answer);
  });
  return speaker;
}

function toTool({ tool, flow, inputs }: FlowTool): Protocol.Tool {
  const { toolName, title, description, annotations } = tool;
  const { readOnly, destructive, idempotent, openWorld, returnDirect } = annotations;
  const outputSchema = outputsSchema(flow.outputs);
  return {
    name: toolName,
    title,
    description,
    inputSchema: argumentsSchema(inputs) as Protocol.Tool['inputSchema'],
    ...(outputSchema === undefined ? {} : { outputSchema: outputSchema as NonNullable<Protocol.Tool['outputSchema']> }),
    annotations: {
      title,
      readOnlyHint: readOnly,
      destructiveHint: destructive,
      idempotentHint: idempotent,
      openWorldHint: openWorld,
    },
    // A word that the protocol does not have
    ...(returnDirect ? { _meta: { returnDirect } } : {}),
  };
}

function toResult({ isError, text, outputs, executionId }: ToolAnswer): Protocol.CallToolResult {
  return {
    content: [{ type: 'text', text }],
    isError,
    ...(outputs === undefined ? {} : { structuredContent: outputs }),
    ...(executionId === undefined ? {} : { _meta: { executionId } }),
  };
}

/** Who asked for it learns which execution they wait for. */
async function tellProgress(
  { mcpReq }: Protocol.ServerContext,
  progressToken: string | number | undefined,
  executionId: string,
): Promise<void> {
  if (progressToken === undefined) return;
  await mcpReq.notify({
    method: 'notifications/progress',
    params: { progressToken, progress: 0, message: `Execution '${executionId}' has started` },
  });
}

function sessionOf({ headers }: FastifyRequest): string | undefined {
  const id = headers[sessionHeader];
  return typeof id === 'string' && sessionIdPattern.test(id) ? id : undefined;
}

function headersOf({ headers }: FastifyRequest): Headers {
  return new Headers(
    Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((each): [string, string] => [name, each]),
    ),
  );
}
