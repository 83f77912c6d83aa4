/** Triggers for tasks: `triggers.toggle`. */
import type { Deps } from '../deps.ts';
import { changeTrigger } from '../triggers/change-trigger.ts';
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
      // A task needs no permissions of its own: its tenant and the namespaces in it are what it is kept to
      await changeTrigger(deps, scope, 'command-line', name, {
        kind: 'set-disabled',
        disabled: args['enabled'] !== true,
      });
    },
  };
}
