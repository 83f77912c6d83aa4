import { CommandFailed, type ApiCommand } from '../../command.ts';
import { addOutputOption } from '../output-format.ts';
import { executionPath } from './execution-path.ts';
import { exitCodeOf, printExecutions, printTaskRuns, type ExecutionReply } from './shown-execution.ts';

/** States as they come on stderr, the end on stdout; the exit code tells how it ended. */
export const executionsWatch: ApiCommand = {
  kind: 'api',
  path: ['executions', 'watch'],
  aliases: ['follow'],
  summary: 'wait for the end of an execution; exit code 1 when it failed, was killed or cancelled',
  configure: (command) => addOutputOption(command.argument('<executionId>', 'id of the execution')),
  async run(api, input, terminal) {
    const executionId = input.argument(0) ?? '';
    let told: string | undefined;
    for await (const event of api.events(`${executionPath(executionId)}/follow`, { resource: 'execution' })) {
      const { state } = event as ExecutionReply;
      if (state.current !== told) terminal.complain(state.current);
      told = state.current;
    }
    const { json } = await api.request('GET', executionPath(executionId), { resource: 'execution' });
    const execution = json as ExecutionReply & { readonly state: { readonly endDate?: string } };
    if (execution.state.endDate === undefined)
      throw new CommandFailed(`The server stopped telling of execution '${executionId}': it is ${told ?? 'unknown'}`);
    if (input.text('output') === 'json') terminal.print(JSON.stringify(execution, null, 2));
    else {
      printExecutions([execution], terminal);
      printTaskRuns(execution, terminal);
    }
    return exitCodeOf(execution);
  },
};
