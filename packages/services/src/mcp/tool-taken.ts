import { InvalidEntity } from '@windhover/model';
import type { Conflict, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { can } from '../access/permissions.ts';
import { flowThing } from '../flows/flow-name.ts';

/** Why flows are refused that offer a tool which another one has: it is named to who may see it. */
export async function toolTaken(
  { mcpTools }: TenantScope,
  actor: Actor,
  { id }: Pick<Conflict, 'id'>,
): Promise<InvalidEntity> {
  const [serverId, toolName] = id.split('/') as [string, string];
  const message = takenBy(actor, { serverId, toolName }, await mcpTools.find(serverId, toolName));
  return new InvalidEntity(
    { reason: `Invalid Flow: triggers: ${message}` },
    { problems: [{ path: 'triggers', message }] },
  );
}

export function takenBy(
  actor: Actor,
  { serverId, toolName }: { readonly serverId: string; readonly toolName: string },
  holder: { readonly namespace: string; readonly flowId: string } | undefined,
): string {
  const isSeen = holder !== undefined && can(actor, 'FLOW:VIEW', holder.namespace);
  const who = isSeen ? `the ${flowThing({ namespace: holder.namespace, id: holder.flowId })}` : 'another flow';
  return `The tool '${toolName}' of the MCP server '${serverId}' is offered by ${who}; take another name, or disable one of the two`;
}
