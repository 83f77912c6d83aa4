/** A tool of an MCP server, called by an agent: it starts an execution of its flow, and is answered with what comes of that. */
import {
  showHidden,
  WindhoverError,
  type Execution,
  type JsonObject,
  type Label,
  type TenantRef,
} from '@windhover/model';
import type { Caller } from '../access/caller.ts';
import { can } from '../access/permissions.ts';
import type { Deps } from '../deps.ts';
import { canExecute } from '../executions/executable-flow.ts';
import { withTaskRuns } from '../executions/get-execution.ts';
import { flowThing } from '../flows/flow-name.ts';
import { endOfCall, evaluateCall, noteCall } from '../triggers/evaluate-call.ts';
import { findTool, toolsOfServer, type FlowTool } from './flow-tools.ts';

export interface ToolCall {
  readonly serverId: string;
  readonly toolName: string;
  readonly arguments: JsonObject;
  /** A name that the client was given: it becomes a label, and authorises nothing. */
  readonly sessionId?: string | undefined;
  /** Told of the execution before it has ended. */
  onStart(executionId: string): Promise<void>;
  /** Aborted when the client leaves; what was started goes on. */
  readonly signal: AbortSignal;
}

export interface ToolAnswer {
  readonly isError: boolean;
  /** For the agent to read: outputs as JSON, or what is wrong. */
  readonly text: string;
  /** Of a flow that has some, when it has succeeded: they obey what the tool says of them. */
  readonly outputs?: JsonObject;
  readonly executionId?: string;
}

/** Undefined stands for anybody, of a public server: its flows were put there for them. */
export type Agent = Caller | undefined;

/** What the agent may call, by name. */
export async function listCallableTools(
  deps: Deps,
  { key }: TenantRef,
  agent: Agent,
  serverId: string,
): Promise<readonly FlowTool[]> {
  return toolsOfServer(deps, deps.store.scope(key), serverId, (namespace) => mayCall(agent, namespace));
}

/**
 * Waits for the end of the execution. Undefined for a tool that is not there or that the agent may not call. What is wrong
 * with the call or comes of the flow is an answer; it rejects for what is the server's own fault.
 */
export async function callTool(
  deps: Deps,
  tenant: TenantRef,
  agent: Agent,
  call: ToolCall,
): Promise<ToolAnswer | undefined> {
  const offered = await findTool(deps, deps.store.scope(tenant.key), call.serverId, call.toolName);
  if (offered === undefined || !mayCall(agent, offered.flow.namespace)) return undefined;
  try {
    const started = await start(deps, tenant, offered, call);
    if (typeof started === 'string') return { isError: true, text: started };
    await call.onStart(started.id);
    return answerOf(deps, tenant, agent, offered, await endOfCall(deps, tenant, started, call.signal));
  } catch (error) {
    // What the caller can do something about
    if (error instanceof WindhoverError && error.status < 500) return { isError: true, text: error.message };
    throw error;
  }
}

function mayCall(agent: Agent, namespace: string): boolean {
  return agent === undefined || canExecute(agent, namespace);
}

/** The execution, or why there is none. */
async function start(
  deps: Deps,
  tenant: TenantRef,
  { flow, trigger, inputs }: FlowTool,
  call: ToolCall,
): Promise<Execution | string> {
  const given = Object.entries(call.arguments);
  const unknown = given.filter(([name]) => !inputs.some(({ id }) => id === name)).map(([name]) => name);
  if (unknown.length > 0) {
    const text = `Unknown arguments: ${unknown.join(', ')}; the tool takes ${inputs.map(({ id }) => id).join(', ') || 'none'}`;
    noteCall(deps, { tenant, flow, trigger }, { outcome: 'FAILED', reason: text });
    return text;
  }
  const secrets = new Set(inputs.filter(({ type }) => type === 'SECRET').map(({ id }) => id));
  const started = await evaluateCall(deps, {
    tenant,
    flow,
    trigger,
    // Secrets are sealed among the inputs; these are kept as they are
    variables: Object.fromEntries(given.filter(([name]) => !secrets.has(name))),
    inputs: call.arguments,
    labels: labelsOf(call),
    byCaller: true,
    once: {},
  });
  return started ?? 'The conditions of the tool do not hold for these arguments: nothing was started';
}

function labelsOf({ serverId, sessionId }: ToolCall): readonly Label[] {
  return [
    { key: 'system.from', value: 'mcp' },
    { key: 'system.mcpServerId', value: serverId },
    ...(sessionId === undefined ? [] : [{ key: 'system.mcpSessionId', value: sessionId }]),
  ];
}

async function answerOf(
  deps: Deps,
  tenant: TenantRef,
  agent: Agent,
  { flow }: FlowTool,
  execution: Execution,
): Promise<ToolAnswer> {
  const { id: executionId, state, outputs = {} } = execution;
  if (state.current !== 'SUCCESS' && state.current !== 'WARNING') {
    return { isError: true, text: await whatFailed(deps, tenant, agent, execution), executionId };
  }
  if (flow.outputs.length === 0)
    return { isError: false, text: `Execution '${executionId}' ended ${state.current}`, executionId };
  const shown = showHidden(outputs);
  return { isError: false, text: JSON.stringify(shown), outputs: shown, executionId };
}

/** Which tasks; and what they said last, to who may read logs. */
async function whatFailed(deps: Deps, { key }: TenantRef, agent: Agent, execution: Execution): Promise<string> {
  const { id, namespace, flowId, state } = execution;
  const scope = deps.store.scope(key);
  const { taskRuns } = await withTaskRuns(scope, execution);
  const failed = [...new Set(taskRuns.filter((run) => run.state.current === 'FAILED').map(({ taskId }) => taskId))];
  const errors =
    agent !== undefined && can(agent, 'EXECUTION:ACCESS_LOGS', namespace)
      ? await scope.logs.ofExecution(id, { minLevel: 'ERROR' })
      : [];
  return [
    `Execution '${id}' of ${flowThing({ namespace, id: flowId })} ended ${state.current}`,
    ...(failed.length === 0 ? [] : [`failed tasks: ${failed.join(', ')}`]),
    ...errors.slice(-maxErrors).map(({ message }) => message),
  ].join('\n');
}

/** Lines that a failure is told with: the last ones say most. */
const maxErrors = 5;
