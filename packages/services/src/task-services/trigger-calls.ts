/** Triggers for tasks: `triggers.toggle`. */
import type { Deps } from '../deps.ts';
import { changeTrigger } from '../triggers/change-trigger.ts';
import { actingTask } from './acting-task.ts';
import { textArgument } from './arguments.ts';
import type { Calls } from './create-task-services.ts';
import { reachNamespace } from './reach-namespace.ts';

export function triggerCalls(all: () => Promise<Deps>): Calls {
  return {
    /** Of the task's own flow unless another one is named. */
    'triggers.toggle': async (owner, args) => {
      const deps = await all();
      const { scope, namespace } = await reachNamespace(deps, owner, args['namespace']);
      const name = {
        namespace,
        flowId: textArgument(args, 'flowId') ?? owner.flowId,
        triggerId: String(args['trigger']),
      };
      await changeTrigger(deps, scope, actingTask(owner, namespace), name, {
        kind: 'set-disabled',
        disabled: args['enabled'] !== true,
      });
    },
  };
}
