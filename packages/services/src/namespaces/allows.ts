import { isWithinNamespace } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';

/**
 * Whether flows of the namespace `from` may reach into `target` (subflows, KV, files, flow triggers). A namespace that
 * lists `allowedNamespaces` allows these and their children; one that lists none allows every namespace of its tenant.
 */
export async function namespaceAllows(scope: TenantScope, target: string, from: string): Promise<boolean> {
  if (target === from) return true;
  const allowed = (await scope.namespaces.find(target))?.allowedNamespaces;
  if (allowed === undefined || allowed.length === 0) return true;
  return allowed.some((root) => isWithinNamespace(from, root));
}
