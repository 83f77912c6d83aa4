import type { ApiCommand } from '../../command.ts';
import { addOutputOption } from '../output-format.ts';
import { executionPath } from './execution-path.ts';
import { printExecutions, printTaskRuns, type ExecutionReply } from './shown-execution.ts';

/** The table tells what it waits for, too. */
export const executionsGet: ApiCommand = {
  kind: 'api',
  path: ['executions', 'get'],
  aliases: ['show'],
  summary: 'show an execution, its task runs and what it waits for',
  configure: (command) => addOutputOption(command.argument('<executionId>', 'id of the execution')),
  async run(api, input, terminal) {
    const path = executionPath(input.argument(0) ?? '');
    const { json } = await api.request('GET', path, { resource: 'execution' });
    if (input.text('output') === 'json') {
      terminal.print(JSON.stringify(json, null, 2));
      return 0;
    }
    const waiting = await api.request('GET', `${path}/waiting`, { resource: 'execution' });
    printExecutions([json as ExecutionReply], terminal);
    printTaskRuns(json as ExecutionReply, terminal);
    for (const { message } of waiting.json as { message: string }[]) terminal.print(`\n${message}`);
    return 0;
  },
};
