import type { ApiCommand } from '../../command.ts';
import { addOutputOption } from '../output-format.ts';
import { pairOf } from './given-values.ts';
import { repeatable } from './repeatable.ts';
import { printExecutions, type ExecutionReply } from './shown-execution.ts';

export const executionsList: ApiCommand = {
  kind: 'api',
  path: ['executions', 'list'],
  summary: 'list executions, newest first',
  configure: (command) =>
    addOutputOption(command)
      .option('--namespace <namespace>', 'of this namespace and those below it')
      .option('--flow <id>', 'of this flow')
      .option('--state <state>', 'in this state; repeatable', repeatable, [])
      .option('--label <key=value>', 'with this label; repeatable', repeatable, [])
      .option('--page <number>', 'page, from 1', '1')
      .option('--size <number>', 'executions of a page', '25'),
  async run(api, input, terminal) {
    const query = new URLSearchParams({ page: input.text('page') ?? '', size: input.text('size') ?? '' });
    const [namespace, flowId] = [input.text('namespace'), input.text('flow')];
    if (namespace !== undefined) query.set('namespace', namespace);
    if (flowId !== undefined) query.set('flowId', flowId);
    for (const state of input.list('state')) query.append('state', state);
    for (const label of input.list('label')) query.append('labels', pairOf(label, '--label', 'key=value').join(':'));
    const { json } = await api.request('GET', `/executions/search?${query.toString()}`, { resource: 'execution' });
    const { results, total } = json as { readonly results: readonly ExecutionReply[]; readonly total: number };
    if (input.text('output') === 'json') {
      terminal.print(JSON.stringify(results, null, 2));
      return 0;
    }
    printExecutions(results, terminal);
    if (total > results.length) terminal.complain(`${results.length} of ${total}: --page and --size show others`);
    return 0;
  },
};
