import { resaveFlows } from '@windhover/services';
import type { DirectCommand } from '../../command.ts';
import type { DirectContext } from '../../direct/direct-context.ts';
import { complainOf } from './complain-of.ts';

export const flowSyncFromSource: DirectCommand = {
  kind: 'direct',
  path: ['flow', 'syncFromSource'],
  summary: 'save every flow again from its source',
  read: () => ({}),
  async run({ deps, print, complain }: DirectContext) {
    const flows = await resaveFlows(deps);
    const saved = flows.filter(({ problem }) => problem === undefined);
    for (const { namespace, id } of saved) print(`- ${namespace}.${id}`);
    const failed = complainOf(flows, complain);
    print(`${saved.length} flow(s) successfully updated!`);
    return failed === 0 ? 0 : 1;
  },
};
