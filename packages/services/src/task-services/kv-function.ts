import type { ContextFunction } from '@windhover/expressions';
import { findKv } from '../kv/manage-kv.ts';
import type { TaskOwner } from './task-owner.ts';
import type { TaskServiceDeps } from './create-task-services.ts';
import { reachNamespace } from './reach-namespace.ts';

/** `kv(key, namespace?, errorOnMissing=false)`: without a namespace, those above the flow's are searched too. */
export function kvFunction(deps: TaskServiceDeps, owner: TaskOwner): ContextFunction {
  return async ({ key, namespace: named, errorOnMissing }) => {
    const { scope, namespace } = await reachNamespace(deps, owner, named);
    const isNamed = typeof named === 'string' && named !== '';
    const pair = await findKv(deps, scope, namespace, String(key), !isNamed);
    if (pair !== undefined) return pair.value;
    if (errorOnMissing === true) {
      throw new Error(`The key '${String(key)}' does not exist in the namespace '${namespace}'.`);
    }
    return null;
  };
}
