import type { Execution } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { namespaceAllows } from '../namespaces/allows.ts';
import type { Deps } from '../deps.ts';
import { textArgument } from './arguments.ts';
import type { Arguments } from './create-task-services.ts';
import type { TaskOwner } from './task-owner.ts';

/**
 * The execution that a task names by `executionId`, in its own tenant, if the namespace allows the task's; it must be of
 * the `namespace` and `flowId` where these are given, too. Throws a sentence for the user.
 */
export async function reachExecution(
  deps: Pick<Deps, 'store'>,
  owner: TaskOwner,
  args: Arguments,
): Promise<{ readonly scope: TenantScope; readonly execution: Execution }> {
  const scope = deps.store.scope(owner.tenantKey);
  const executionId = String(args['executionId']);
  const execution = await scope.executions.find(executionId);
  if (execution === undefined) throw new Error(`There is no execution '${executionId}'`);
  for (const name of ['namespace', 'flowId'] as const) {
    const wanted = textArgument(args, name);
    if (wanted !== undefined && execution[name] !== wanted) {
      throw new Error(`There is no execution '${executionId}' with ${name} '${wanted}'`);
    }
  }
  if (!(await namespaceAllows(scope, execution.namespace, owner.namespace))) {
    throw new Error(`Namespace '${execution.namespace}' does not allow '${owner.namespace}' to reach it`);
  }
  return { scope, execution };
}
