/** Flows for tasks: `flows.list` of all namespaces that are open to the task's, `flows.purge` of their old revisions. */
import type { FlowName } from '../flows/flow-name.ts';
import { purgeRevisions } from '../flows/purge-revisions.ts';
import { actingTask } from './acting-task.ts';
import { purgeRuleArgument } from './arguments.ts';
import type { Calls, TaskServiceDeps } from './create-task-services.ts';
import { openNamespaces } from './open-namespaces.ts';

export function flowCalls(deps: TaskServiceDeps): Calls {
  return {
    'flows.list': async (owner): Promise<readonly FlowName[]> => {
      const scope = deps.store.scope(owner.tenantKey);
      const isOpen = openNamespaces(scope, owner.namespace);
      const listed: FlowName[] = [];
      for (const { namespace, id } of await scope.flows.list()) {
        if (await isOpen(namespace)) listed.push({ namespace, id });
      }
      return listed;
    },

    /** Answers how many revisions were deleted. */
    'flows.purge': async (owner, args): Promise<number> => {
      const scope = deps.store.scope(owner.tenantKey);
      const isOpen = openNamespaces(scope, owner.namespace);
      const rule = purgeRuleArgument(args);
      let size = 0;
      for (const flow of args['flows'] as readonly FlowName[]) {
        if (!(await isOpen(flow.namespace))) continue;
        size += await purgeRevisions(deps, scope, actingTask(owner, flow.namespace), flow, rule);
      }
      return size;
    },
  };
}
