import { flowFromRevision, mcpToolOf, mcpToolType } from '@windhover/model';
import type { FlowRevision, OfferedMcpTools, TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { outerDefaults } from '../flows/outer-defaults.ts';

const typeName = mcpToolType.slice(mcpToolType.lastIndexOf('.') + 1);

/**
 * What a flow offers once this revision is saved; undefined when saving it changes nothing, as of a draft. Only what can be
 * called holds a name: neither a disabled flow or trigger does, nor one that cannot be read.
 */
export async function offeredTools(
  deps: Pick<Deps, 'catalog'>,
  scope: TenantScope,
  revision: FlowRevision,
): Promise<OfferedMcpTools | undefined> {
  const { namespace, id: flowId, source, deleted, disabled, draft } = revision;
  if (deleted || disabled) return { namespace, flowId, tools: [] };
  if (draft) return undefined;
  if (!source.includes(typeName)) return { namespace, flowId, tools: [] };
  const { levels } = await outerDefaults(scope, namespace);
  // Not from the cache: whether this becomes the revision of its number is decided by the write
  const { flow } = flowFromRevision(revision, deps.catalog, { pluginDefaults: levels });
  const tools = (flow?.triggers ?? []).flatMap((trigger) => {
    const tool = mcpToolOf(trigger);
    return tool === undefined ? [] : [{ serverId: tool.serverId, toolName: tool.toolName, triggerId: trigger.id }];
  });
  return { namespace, flowId, tools };
}
