import { isWithinNamespace } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';

/** Whether the namespace was created, or flows stand in it or below it. */
export async function namespaceExists(scope: TenantScope, id: string): Promise<boolean> {
  if ((await scope.namespaces.find(id)) !== undefined) return true;
  return (await scope.flows.listNamespaces()).some((namespace) => isWithinNamespace(namespace, id));
}
