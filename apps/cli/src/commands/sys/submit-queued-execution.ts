import { submitQueuedExecutions } from '@windhover/services';
import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';

export const sysSubmitQueuedExecution: DirectCommand = {
  kind: 'direct',
  path: ['sys', 'submit-queued-execution'],
  summary: 'let every queued execution begin, whatever the limits say',
  read: () => ({}),
  async run({ deps, print }: DirectContext) {
    print(`Successfully submitted ${await submitQueuedExecutions(deps)} queued executions`);
    return 0;
  },
};
