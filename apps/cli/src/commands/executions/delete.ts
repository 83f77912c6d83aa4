import { CommandFailed, type ApiCommand } from '../../command.ts';
import { executionPath } from './execution-path.ts';

export const executionsDelete: ApiCommand = {
  kind: 'api',
  path: ['executions', 'delete'],
  summary: 'delete an ended execution with its logs, metrics and files',
  configure: (command) =>
    command
      .argument('<executionId>', 'id of the execution')
      .option('--yes', 'do not ask for confirmation')
      .option('--keep-logs', 'leave its log lines')
      .option('--keep-metrics', 'leave its metrics')
      .option('--keep-files', 'leave its files'),
  async run(api, input, terminal) {
    const executionId = input.argument(0) ?? '';
    if (!input.isSet('yes')) {
      const answer = await terminal.ask(`Delete execution '${executionId}'? This cannot be undone. [y/N]: `);
      if (!/^y(es)?$/i.test(answer.trim()))
        throw new CommandFailed(`Execution '${executionId}' was not deleted: the answer was no`);
    }
    const query = {
      deleteLogs: String(!input.isSet('keepLogs')),
      deleteMetrics: String(!input.isSet('keepMetrics')),
      deleteStorage: String(!input.isSet('keepFiles')),
    };
    await api.request('DELETE', executionPath(executionId, undefined, query), { resource: 'execution' });
    terminal.print(`Execution '${executionId}' is deleted.`);
    return 0;
  },
};
