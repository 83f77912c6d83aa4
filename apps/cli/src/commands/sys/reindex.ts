import { resaveFlows } from '@windhover/services';
import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { complainOf } from '../flow/complain-of.ts';

interface Args {
  readonly type: string;
}

export const sysReindex: DirectCommand = {
  kind: 'direct',
  path: ['sys', 'reindex'],
  summary: 'save every flow again',
  configure: (command) => command.requiredOption('-t, --type <type>', "what is saved again: 'flow'"),
  read: (input) => ({ type: input.text('type') ?? '' }),
  async run({ deps, print, complain }: DirectContext, { type }: Args) {
    if (type !== 'flow') {
      complain(`Reindexing type '${type}' is not supported`);
      return 1;
    }
    const flows = await resaveFlows(deps);
    const failed = complainOf(flows, complain);
    print(`Successfully reindex ${flows.length - failed} flow(s).`);
    return failed === 0 ? 0 : 1;
  },
};
