import type { TenantScope } from '@windhover/ports';
import { namespaceAllows } from '../namespaces/allows.ts';
import { namespaceExists } from '../namespaces/namespace-exists.ts';
import type { TaskOwner } from './task-owner.ts';
import type { TaskServiceDeps } from './create-task-services.ts';

/**
 * The namespace that a task or template means, within its own tenant: its own when none is named. Another one must exist
 * and allow the caller. Throws a sentence for the user.
 */
export async function reachNamespace(
  deps: Pick<TaskServiceDeps, 'store'>,
  owner: TaskOwner,
  named: unknown,
): Promise<{ readonly scope: TenantScope; readonly namespace: string }> {
  const scope = deps.store.scope(owner.tenantKey);
  const namespace = typeof named === 'string' && named !== '' ? named : owner.namespace;
  if (namespace === owner.namespace) return { scope, namespace };
  if (!(await namespaceExists(scope, namespace))) {
    throw new Error(`Cannot reach namespace '${namespace}': it does not exist`);
  }
  if (!(await namespaceAllows(scope, namespace, owner.namespace))) {
    throw new Error(`Namespace '${namespace}' does not allow '${owner.namespace}' to reach it`);
  }
  return { scope, namespace };
}
