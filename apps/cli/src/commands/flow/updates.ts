import { CommandFailed, type ApiCommand } from '../../command.ts';
import { joinSources, readFlowFiles } from './flow-files.ts';
import { printSavedFlows } from './saved-flows.ts';

export const flowUpdates: ApiCommand = {
  kind: 'api',
  path: ['flow', 'updates'],
  summary: 'create or update every flow of a folder',
  configure: (command) =>
    command
      .argument('<directory>', 'folder of the flows')
      .option('--delete', 'delete flows that are not in the folder', false)
      .option('--no-delete', 'keep flows that are not in the folder (default)')
      .option('--namespace <namespace>', 'look at this namespace only'),
  async run(api, input, terminal) {
    const directory = input.argument(0) ?? '';
    const files = readFlowFiles(directory, terminal);
    if (files.length === 0) throw new CommandFailed(`No flow found on '${directory}'`);
    const namespace = input.text('namespace');
    const query = new URLSearchParams({
      delete: String(input.isSet('delete')),
      ...(namespace !== undefined && { namespace }),
    });
    const reply = await api.request('POST', `/flows/bulk?${query.toString()}`, {
      contentType: 'application/x-yaml',
      body: joinSources(files),
      resource: 'flow',
    });
    printSavedFlows(reply, (count) => `${count} flow(s)`, terminal);
    return 0;
  },
};
