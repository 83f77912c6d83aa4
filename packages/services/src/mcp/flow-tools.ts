/** Tools as flows offer them now. */
import {
  mcpToolOf,
  toolArguments,
  type Flow,
  type Input,
  type McpTool,
  type McpToolPlace,
  type TriggerDefinition,
} from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { loadLatestFlow } from '../flows/load-flow.ts';
import { declaredInputs } from '../reusable-inputs/declared-inputs.ts';

export interface FlowTool {
  readonly tool: McpTool;
  readonly flow: Flow;
  readonly trigger: TriggerDefinition;
  /** What a call gives. */
  readonly inputs: readonly Input[];
}

/** Those of a server in the namespaces that are wanted, by name. */
export async function toolsOfServer(
  deps: Deps,
  scope: TenantScope,
  serverId: string,
  isWanted: (namespace: string) => boolean,
): Promise<readonly FlowTool[]> {
  const places = (await scope.mcpTools.ofServer(serverId)).filter(({ namespace }) => isWanted(namespace));
  const tools = await Promise.all(places.map((place) => toolAt(deps, scope, place)));
  return tools.filter((tool) => tool !== undefined);
}

/** Undefined when nothing offers it. */
export async function findTool(
  deps: Deps,
  scope: TenantScope,
  serverId: string,
  toolName: string,
): Promise<FlowTool | undefined> {
  const place = await scope.mcpTools.find(serverId, toolName);
  return place && toolAt(deps, scope, place);
}

/** A flow may have become one that cannot be executed since it was saved. */
async function toolAt(
  deps: Deps,
  scope: TenantScope,
  { serverId, toolName, namespace, flowId, triggerId }: McpToolPlace,
): Promise<FlowTool | undefined> {
  const loaded = await loadLatestFlow(deps, scope.key, namespace, flowId);
  if (loaded?.flow === undefined || loaded.stored.disabled) return undefined;
  const trigger = loaded.flow.triggers.find(({ id }) => id === triggerId);
  const tool = trigger && mcpToolOf(trigger);
  // What its namespace says of such triggers may have changed: the name that was taken counts
  if (trigger === undefined || tool === undefined) return undefined;
  const inputs = toolArguments(await declaredInputs(deps.store, scope.key, loaded.flow), trigger);
  return { tool: { ...tool, serverId, toolName }, flow: loaded.flow, trigger, inputs };
}
