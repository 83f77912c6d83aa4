import { isVisibleNamespace, isWithinNamespace, type Json, type PluginCatalog } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';

export interface DeprecatedTask {
  readonly taskId: string;
  readonly taskType: string;
  /** The name that the type has now; absent when the type itself is to go. */
  readonly replacement?: string;
}

export interface FlowWithDeprecatedTasks {
  readonly flow: FlowRevision;
  readonly tasks: readonly DeprecatedTask[];
}

/** Flows that use a type under an older name, or one that is deprecated; of the namespace and those below it, or of all. */
export async function listFlowsWithDeprecatedTasks(
  catalog: PluginCatalog,
  scope: TenantScope,
  actor: Actor,
  namespace?: string,
): Promise<readonly FlowWithDeprecatedTasks[]> {
  const visible = visibleNamespaces(actor, 'FLOW:LIST');
  return (await scope.flows.list())
    .filter((flow) => isVisibleNamespace(flow.namespace, visible))
    .filter((flow) => namespace === undefined || isWithinNamespace(flow.namespace, namespace))
    .map((flow) => ({ flow, tasks: deprecatedIn(catalog, flow.document) }))
    .filter(({ tasks }) => tasks.length > 0);
}

/** Whatever has an id and a type, at any depth. */
function deprecatedIn(catalog: PluginCatalog, value: Json): readonly DeprecatedTask[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap((item) => deprecatedIn(catalog, item as Json));
  const { id, type } = value as { id?: Json; type?: Json };
  if (typeof id !== 'string' || typeof type !== 'string') return inner;
  const plugin = catalog.find(type);
  if (plugin === undefined) return inner;
  if (plugin.type !== type) return [{ taskId: id, taskType: type, replacement: plugin.type }, ...inner];
  return plugin.deprecated === true ? [{ taskId: id, taskType: type }, ...inner] : inner;
}
